WITH own AS (SELECT oid, nspname FROM pg_namespace WHERE nspname IN ('public', 'aside'))
SELECT 'namespace ' || nspname || coalesce(' acl ' || (SELECT string_agg(a::text, ',' ORDER BY a::text) FROM unnest(n.nspacl) a), '') || coalesce(' says ' || obj_description(n.oid), '')
  FROM pg_namespace n WHERE nspname = 'aside'
UNION ALL
SELECT 'table ' || o.nspname || '.' || relname || ' security ' || relrowsecurity || ' forced ' || relforcerowsecurity
       || coalesce(' acl ' || (SELECT string_agg(a::text, ',' ORDER BY a::text) FROM unnest(c.relacl) a), '') || coalesce(' says ' || obj_description(c.oid, 'pg_class'), '')
  FROM pg_class c JOIN own o ON o.oid = relnamespace WHERE relkind IN ('r', 'p', 'v')
UNION ALL
SELECT 'sequence ' || o.nspname || '.' || relname FROM pg_class c JOIN own o ON o.oid = relnamespace WHERE relkind = 'S'
UNION ALL
SELECT 'column ' || o.nspname || '.' || relname || '.' || attname || ' ' || format_type(atttypid, atttypmod) || ' notnull ' || attnotnull
       || ' identity ' || attidentity::text || ' generated ' || attgenerated::text || coalesce(' default ' || pg_get_expr(adbin, adrelid), '') || coalesce(' says ' || col_description(c.oid, attnum), '')
  FROM pg_class c JOIN own o ON o.oid = relnamespace JOIN pg_attribute a ON attrelid = c.oid LEFT JOIN pg_attrdef d ON adrelid = c.oid AND adnum = attnum
 WHERE relkind IN ('r', 'p') AND attnum > 0 AND NOT attisdropped
UNION ALL
SELECT 'constraint ' || o.nspname || '.' || relname || '.' || conname || ' ' || pg_get_constraintdef(k.oid) || ' valid ' || convalidated || coalesce(' says ' || obj_description(k.oid, 'pg_constraint'), '')
  FROM pg_class c JOIN own o ON o.oid = relnamespace JOIN pg_constraint k ON conrelid = c.oid AND contype <> 'n'
UNION ALL
SELECT 'index ' || pg_get_indexdef(indexrelid) || ' valid ' || indisvalid
  FROM pg_index i JOIN pg_class c ON c.oid = indrelid JOIN own o ON o.oid = relnamespace
UNION ALL
SELECT 'trigger ' || pg_get_triggerdef(t.oid) || ' enabled ' || tgenabled::text || coalesce(' says ' || obj_description(t.oid, 'pg_trigger'), '')
  FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid JOIN own o ON o.oid = relnamespace WHERE NOT tgisinternal
UNION ALL
SELECT 'policy ' || o.nspname || '.' || relname || '.' || polname || ' ' || polcmd::text || ' ' || polpermissive || ' ' || coalesce(pg_get_expr(polqual, polrelid), '') || ' with ' || coalesce(pg_get_expr(polwithcheck, polrelid), '') || coalesce(' says ' || obj_description(p.oid, 'pg_policy'), '')
  FROM pg_policy p JOIN pg_class c ON c.oid = polrelid JOIN own o ON o.oid = relnamespace
UNION ALL
SELECT 'function ' || pg_get_functiondef(f.oid) || coalesce(' acl ' || (SELECT string_agg(a::text, ',' ORDER BY a::text) FROM unnest(f.proacl) a), '') || coalesce(' says ' || obj_description(f.oid, 'pg_proc'), '')
  FROM pg_proc f JOIN own o ON o.oid = pronamespace
UNION ALL
SELECT 'enum ' || o.nspname || '.' || typname || ' ' || (SELECT string_agg(enumlabel, ',' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid) || coalesce(' says ' || obj_description(t.oid, 'pg_type'), '')
  FROM pg_type t JOIN own o ON o.oid = typnamespace WHERE typtype = 'e'
ORDER BY 1
