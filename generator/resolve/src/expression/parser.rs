//! The tree of an expression. In: its words. Out: what belongs to what; fields are names still.

use driftless_diagnostics::Span;
use driftless_model::{Arithmetic, Comparison, Nulls};
use driftless_syntax::document::Text;

use super::lexer::{Token, tokens};
use super::tree::{Node, Tree};
use super::{ParsedPart, Problem};

/// Deeper expressions are refused, so that nobody's stack is at risk.
const DEEPEST: usize = 64;
/// Levels of brackets: before 3.46 SQLite's parser holds 100 words that wait for their end, and a call has up to five.
const NESTED: usize = 16;
/// Longer ones are refused: a row of operators becomes as deep a tree, and SQLite takes none deeper than 1,000.
const LONGEST: usize = 500;

/// Reads a whole expression.
pub(super) fn parse_expression(text: &Text) -> Result<Tree, Problem> {
    let mut parser = Parser::of(text)?;
    let tree = parser.or()?;
    parser.finish()?;
    Ok(tree)
}

/// Reads a column of an index.
pub(super) fn parse_part(text: &Text) -> Result<ParsedPart, Problem> {
    let mut parser = Parser::of(text)?;
    let tree = parser.sum()?;
    let descending = parser.keyword("desc");
    if !descending {
        parser.keyword("asc");
    }
    let nulls = if !parser.keyword("nulls") {
        None
    } else if parser.keyword("first") {
        Some(Nulls::First)
    } else if parser.keyword("last") {
        Some(Nulls::Last)
    } else {
        return Err(parser.unexpected("`nulls first` or `nulls last`"));
    };
    parser.finish()?;
    Ok(ParsedPart {
        tree,
        descending,
        nulls,
    })
}

struct Parser {
    tokens: Vec<(Token, Span)>,
    at: usize,
    whole: Span,
    depth: usize,
}

impl Parser {
    fn of(text: &Text) -> Result<Self, Problem> {
        let tokens = tokens(text)?;
        if let Some((_, span)) = tokens.get(LONGEST) {
            let label = format!("is longer than {LONGEST} words and signs");
            return Err(Problem::unreadable(
                *span,
                label,
                "split the condition into several checks",
            ));
        }
        Ok(Self {
            tokens,
            at: 0,
            whole: text.span,
            depth: 0,
        })
    }

    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at).map(|(token, _)| token)
    }

    fn span(&self) -> Span {
        self.tokens.get(self.at).map_or(self.whole, |(_, span)| *span)
    }

    fn since(&self, start: Span) -> Span {
        let end = self
            .at
            .checked_sub(1)
            .and_then(|last| self.tokens.get(last))
            .map_or(start.end, |(_, span)| span.end);
        Span { end, ..start }
    }

    fn is_keyword(&self, word: &str) -> bool {
        matches!(self.peek(), Some(Token::Word(found)) if found.eq_ignore_ascii_case(word))
    }

    fn keyword(&mut self, word: &str) -> bool {
        let found = self.is_keyword(word);
        self.at += usize::from(found);
        found
    }

    fn symbol(&mut self, symbol: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Symbol(found)) if *found == symbol);
        self.at += usize::from(found);
        found
    }

    fn unexpected(&self, wanted: &str) -> Problem {
        let label = if self.at < self.tokens.len() {
            "does not fit here"
        } else {
            "ends too early"
        };
        Problem::unreadable(self.span(), label, format!("write {wanted}"))
    }

    fn finish(&self) -> Result<(), Problem> {
        match self.peek() {
            None => Ok(()),
            Some(Token::Word(word)) => Err(Problem::unreadable(
                self.span(),
                format!("`{word}` is no operator"),
                "use `and or = <> < <= > >= in is + - *`, or nothing more",
            )),
            Some(_) => Err(self.unexpected("an operator, or nothing more")),
        }
    }

    /// A chain such as `a + b + c` grows to the left without any recursion here, but not so for those who read it.
    fn tree(&self, start: Span, node: Node) -> Result<Tree, Problem> {
        let (span, height, nesting) = (self.since(start), node.height(), node.nesting());
        if height > DEEPEST || nesting > NESTED {
            return Err(too_deep(span));
        }
        Ok(Tree {
            node,
            span,
            height,
            nesting,
        })
    }

    fn or(&mut self) -> Result<Tree, Problem> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(too_deep(self.span()));
        }
        let start = self.span();
        let mut items = vec![self.and()?];
        while self.keyword("or") {
            items.push(self.and()?);
        }
        self.depth -= 1;
        if items.len() == 1 {
            Ok(items.remove(0))
        } else {
            self.tree(start, Node::Or(items))
        }
    }

    fn and(&mut self) -> Result<Tree, Problem> {
        let start = self.span();
        let mut items = vec![self.not()?];
        while self.keyword("and") {
            items.push(self.not()?);
        }
        if items.len() == 1 {
            Ok(items.remove(0))
        } else {
            self.tree(start, Node::And(items))
        }
    }

    fn not(&mut self) -> Result<Tree, Problem> {
        let start = self.span();
        let mut negations = 0;
        while self.keyword("not") {
            negations += 1;
        }
        let mut tree = self.comparison()?;
        for _ in 0..negations {
            tree = self.tree(start, Node::Not(Box::new(tree)))?;
        }
        Ok(tree)
    }

    fn comparison(&mut self) -> Result<Tree, Problem> {
        let start = self.span();
        let left = self.sum()?;
        if let Some(operator) = self.comparison_operator() {
            let right = self.sum()?;
            return self.tree(start, Node::Compare(operator, Box::new(left), Box::new(right)));
        }
        if self.keyword("is") {
            let negated = self.keyword("not");
            if !self.keyword("null") {
                return Err(self.unexpected("`is null` or `is not null`"));
            }
            let value = Box::new(left);
            return self.tree(start, Node::IsNull { value, negated });
        }
        let negated = self.keyword("not");
        if self.keyword("in") {
            let list = self.list()?;
            let value = Box::new(left);
            return self.tree(start, Node::In { value, list, negated });
        }
        if negated {
            Err(self.unexpected("`not in (…)`"))
        } else {
            Ok(left)
        }
    }

    fn comparison_operator(&mut self) -> Option<Comparison> {
        let all = [
            ("=", Comparison::Equal),
            ("<>", Comparison::NotEqual),
            ("<=", Comparison::LessOrEqual),
            (">=", Comparison::GreaterOrEqual),
            ("<", Comparison::Less),
            (">", Comparison::Greater),
        ];
        all.into_iter()
            .find(|(symbol, _)| self.symbol(symbol))
            .map(|(_, operator)| operator)
    }

    fn list(&mut self) -> Result<Vec<Tree>, Problem> {
        if !self.symbol("(") {
            return Err(self.unexpected("a list in parentheses, as in `in ('a', 'b')`"));
        }
        let mut items = vec![self.or()?];
        while self.symbol(",") {
            items.push(self.or()?);
        }
        if self.symbol(")") {
            Ok(items)
        } else {
            Err(self.unexpected("`)` or a comma"))
        }
    }

    fn sum(&mut self) -> Result<Tree, Problem> {
        let start = self.span();
        let mut left = self.product()?;
        loop {
            let operator = if self.symbol("+") {
                Arithmetic::Add
            } else if self.symbol("-") {
                Arithmetic::Subtract
            } else {
                return Ok(left);
            };
            let right = self.product()?;
            left = self.tree(start, Node::Arithmetic(operator, Box::new(left), Box::new(right)))?;
        }
    }

    fn product(&mut self) -> Result<Tree, Problem> {
        let start = self.span();
        let mut left = self.factor()?;
        while self.symbol("*") {
            let right = self.factor()?;
            left = self.tree(
                start,
                Node::Arithmetic(Arithmetic::Multiply, Box::new(left), Box::new(right)),
            )?;
        }
        Ok(left)
    }

    fn factor(&mut self) -> Result<Tree, Problem> {
        let start = self.span();
        if self.symbol("-") {
            let inner = self.atom()?;
            return self.tree(start, Node::Negate(Box::new(inner)));
        }
        self.atom()
    }

    fn atom(&mut self) -> Result<Tree, Problem> {
        let start = self.span();
        if self.symbol("(") {
            let inner = self.or()?;
            return if self.symbol(")") {
                Ok(inner)
            } else {
                Err(self.unexpected("`)`"))
            };
        }
        let Some(token) = self.peek().cloned() else {
            return Err(self.unexpected("a field or a literal"));
        };
        let node = match token {
            Token::Number(digits) => Node::Number(digits),
            Token::Text(text) => Node::Text(text),
            Token::Word(word) => return self.word(start, word),
            Token::Symbol(_) => return Err(self.unexpected("a field or a literal")),
        };
        self.at += 1;
        self.tree(start, node)
    }

    fn word(&mut self, start: Span, word: String) -> Result<Tree, Problem> {
        let lower = word.to_ascii_lowercase();
        if ["and", "or", "not", "in", "is"].contains(&lower.as_str()) {
            return Err(self.unexpected("a field or a literal before the operator"));
        }
        self.at += 1;
        let node = match lower.as_str() {
            "null" => Node::Null,
            "true" => Node::Bool(true),
            "false" => Node::Bool(false),
            _ if matches!(self.peek(), Some(Token::Symbol("("))) => Node::Call(lower, self.list()?),
            _ => Node::Field(word),
        };
        self.tree(start, node)
    }
}

fn too_deep(span: Span) -> Problem {
    Problem::unreadable(span, "is nested too deep", "split the condition into several checks")
}
