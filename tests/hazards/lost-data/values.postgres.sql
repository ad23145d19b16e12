SET lock_timeout = '3s';
DELETE FROM "loans";
TRUNCATE "loans";
