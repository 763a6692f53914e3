//! Queries: what they select, held against another implementation, what is refused, and what they
//! cost.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;
use serde_json_path::JsonPath;

use super::select;
use crate::overlay::budget::Budget;
use crate::overlay::change::pointer;
use crate::source::{Node, parse};

const DOCUMENT: &str = r##"{
  "a": {"b": [1, 2, {"c": "x", "d": null}, [3, [4, "y"]]], "c": "x"},
  "list": [0, 1, 2, 3, 4, 5],
  "texts": ["", "a", "ab", "b\r", "é", "😀", "1"],
  "mixed": [true, false, null, 1, 1.0, 10, -1, "1", [], {}, [1], {"k": 1}],
  "objects": [
    {"name": "one", "in": "query", "n": 1, "tags": ["x", "y"], "same": {"p": 1, "q": 2}},
    {"name": "two", "in": "path", "n": 2, "tags": [], "same": {"q": 2, "p": 1}},
    {"name": "three", "n": 2, "same": {"p": 1}}
  ],
  "": {"'": 1, "\"": 2, "\\": 3, "/": 4, "é": 5, "\n": 6, "a b": 7},
  "pattern": "o.*"
}"##;

fn document(text: &str) -> Node {
    let tree = parse(Path::new("t.json"), text.to_owned()).expect("it is JSON");
    let file = tree.files.into_iter().next();
    file.expect("it is there").root
}

/// The pointers of the nodes that a query selects, or its error.
fn selected(query: &str, root: &Node) -> Result<Vec<String>, String> {
    let paths = select(query, root, &mut Budget::default())?;
    Ok(paths.iter().map(|path| pointer(root, path)).collect())
}

/// Compares the selected nodes or the error with another implementation.
#[track_caller]
fn check(query: &str) {
    let value: Value = serde_json::from_str(DOCUMENT).expect("it is JSON");
    let expected = JsonPath::parse(query).map(|path| {
        let nodes = path.query_located(&value);
        let pointers = nodes.locations().map(|it| it.to_json_pointer());
        pointers.collect::<BTreeSet<_>>()
    });
    let actual = selected(query, &document(DOCUMENT));
    let actual = actual.map(|pointers| pointers.into_iter().collect::<BTreeSet<_>>());
    assert_eq!(
        actual.as_ref().ok(),
        expected.as_ref().ok(),
        "{query}: {actual:?}"
    );
}

#[test]
fn queries_select_what_they_do_elsewhere() {
    for query in [
        "$",
        "$.a",
        "$ .a",
        "$.a.b",
        "$['a'][\"b\"]",
        "$.*",
        "$.a.*",
        "$[*]",
        "$..*",
        "$..c",
        "$..[0]",
        "$..b[*]",
        "$.list[0]",
        "$.list[-1]",
        "$.list[6]",
        "$.list[-7]",
        "$.a[0]",
        "$.list['a']",
        "$.list[1:3]",
        "$.list[:]",
        "$.list[::]",
        "$.list[::2]",
        "$.list[::-1]",
        "$.list[4:1:-1]",
        "$.list[-2:]",
        "$.list[:-2]",
        "$.list[1:100]",
        "$.list[3:1]",
        "$.list[::0]",
        "$.list[ 1 : 4 : 2 ]",
        "$.list[-100:100:3]",
        "$.list[5:-100:-2]",
        "$.list[0,0,1]",
        "$['a','list']",
        "$[ 'a' , 'list' ]",
        "$..[*,*,*]",
        "$..*..*..*",
        "$['']",
        "$['']['\\'']",
        "$['']['\"']",
        "$['']['\\\\']",
        "$['']['\\/']",
        "$['']['\\u00e9']",
        "$['']['\\n']",
        "$[''].é",
        "$.texts[?@=='\\uD83D\\uDE00']",
        "$.nothing",
        "$.nothing..x",
    ] {
        check(query);
    }
}

#[test]
fn filters_select_what_they_do_elsewhere() {
    for query in [
        "$.objects[?@.in]",
        "$.objects[?!@.in]",
        "$.objects[?@['in']=='query']",
        "$.objects[?@.n==2]",
        "$.objects[?@.n==2.0]",
        "$.objects[?@.n!=2]",
        "$.objects[?@.n<2]",
        "$.objects[?@.n<=1e0]",
        "$.objects[?@.n>1]",
        "$.objects[?@.n>=2]",
        "$.objects[?1<@.n]",
        "$.objects[?@.in==@.nothing]",
        "$.objects[?@.in<@.nothing]",
        "$.objects[?@.name<'p']",
        "$.objects[?@.n==2&&@.in]",
        "$.objects[?@.n==1||@.in=='path']",
        "$.objects[?(@.n==1||@.n==2)&&!(@.in=='path')]",
        "$.objects[? @.n == 1 ]",
        "$.objects[?@.same==$.objects[0].same]",
        "$.objects[?@.tags==@.tags]",
        "$.objects[?@.tags[?@=='y']]",
        "$.objects[?@..x]",
        "$.objects[?@.*]",
        "$.mixed[?@==1]",
        "$.mixed[?@==true]",
        "$.mixed[?@==null]",
        "$.mixed[?@=='1']",
        "$.mixed[?@<=1]",
        "$.mixed[?@>-2]",
        "$.mixed[?@==-0]",
        "$.mixed[?!@]",
        "$.mixed[?@[0]]",
        "$[?@.c]",
        "$..[?@.name]",
        "$..[?@=='x']",
        "$[?$.a]",
        "$[?@.nothing==$.nothing]",
        "$.texts[?length(@)==1]",
        "$.texts[?length(@)<2]",
        "$[?length(@)>3]",
        "$.mixed[?length(@)==1]",
        "$.objects[?count(@.*)==5]",
        "$.objects[?count(@[*,*])>=8]",
        "$.objects[?count(@..*)>4]",
        "$.objects[?value(@.tags[*])=='x']",
        "$.objects[?value(@..p)==1]",
        "$.objects[?match(@.name,'t.*')]",
        "$.objects[?search(@.name,'o')]",
        "$.objects[?match(@.name,'o')]",
        "$.objects[?match(@.name,'one|two')]",
        "$.objects[?match(@.name,$.pattern)]",
        "$.objects[?match(@.n,'1')]",
        "$.objects[?match(@.name,'(')]",
        "$.texts[?match(@,'.')]",
        "$.texts[?match(@,'..')]",
        "$.texts[?search(@,'[a-z]')]",
        "$.texts[?match(@,'\\\\p{Ll}')]",
        "$.objects[?!match(@.name,'one')]",
        "$.objects[?length(value(@.tags))==2]",
        "$..[?count($..*)>1]",
    ] {
        check(query);
    }
}

#[test]
fn what_equals_is_also_less_or_equal() {
    // RFC 9535 §2.3.5.2.2, which the other implementation follows for numbers and strings only.
    let root = document(DOCUMENT);
    for (query, expected) in [
        ("$[?@.nothing<=$.nothing]", 7),
        ("$[?@>=@]", 7),
        ("$[?@.nothing<$.nothing]", 0),
        ("$[?@.b<=$.nothing]", 6),
    ] {
        let selected = selected(query, &root).expect("it is a query");
        assert_eq!(selected.len(), expected, "{query}");
    }
}

#[test]
fn what_is_no_query_is_refused_as_elsewhere() {
    for query in [
        "",
        " ",
        "a",
        "@",
        "$ ",
        " $",
        "$.",
        "$..",
        "$...a",
        "$.1",
        "$.a.",
        "$.a-b",
        "$[",
        "$]",
        "$[]",
        "$[,]",
        "$['a'",
        "$['a]",
        "$['a',]",
        "$[a]",
        "$[01]",
        "$[-0]",
        "$[1.0]",
        "$[+1]",
        "$[9007199254740992]",
        "$[1:2:3:4]",
        "$[: :]",
        "$['\\x']",
        "$['\\'\\\"']",
        "$[\"\\'\"]",
        "$['\\u12']",
        "$['\\ud800']",
        "$['\\udc00']",
        "$['\\ud800\\u0041']",
        "$['\n']",
        "$[?]",
        "$[?@.a==]",
        "$[?==1]",
        "$[?1]",
        "$[?'a']",
        "$[?true]",
        "$[?@.*==1]",
        "$[?@..a==1]",
        "$[?@[0,1]==1]",
        "$[?(@.a)==1]",
        "$[?!@.a==1]",
        "$[?@.a&&]",
        "$[?@.a&@.b]",
        "$[?@.a=1]",
        "$[?@.a===1]",
        "$[?@ @]",
        "$[?(@]",
        "$[?@)]",
        "$[?nothing(@)]",
        "$[?length(@.*)==1]",
        "$[?length(@)]",
        "$[?length()==1]",
        "$[?length(@,@)==1]",
        "$[?count(1)==1]",
        "$[?count(@)]",
        "$[?match(@,'a')==true]",
        "$[?match(@)]",
        "$[?match(@.*,'a')]",
        "$[?length (@)==1]",
        "$[?Length(@)==1]",
        "$[?@.a==01]",
        "$[?@.a==1.]",
        "$[?@.a==.1]",
        "$[?@.a==1e]",
        "$[?@.a==-]",
        "$[?@.a==+1]",
        "$[?@.a==nul]",
        "$[?@.a=='\\u0']",
        "$.a b",
        "$.\u{7f}a",
    ] {
        check(query);
    }
}

#[test]
fn an_error_has_its_position() {
    let root = document("{}");
    for (query, expected) in [
        ("a", "expected `$` at character 1"),
        ("$.é.", "expected a name or `*` at character 5"),
        ("$.é[?@.a=='b]", "unterminated string at character 14"),
        (
            "$[?@.* == 1]",
            "cannot compare a query that may select several nodes at character 10",
        ),
    ] {
        let expected = format!("invalid JSONPath `{query}`: {expected}");
        assert_eq!(selected(query, &root), Err(expected));
    }
    let nested = |depth: usize| format!("$[?{}@{}]", "(".repeat(depth), ")".repeat(depth));
    assert_eq!(selected(&nested(30), &root), Ok(Vec::new()));
    let refused = selected(&nested(100), &root).expect_err("it nests too deeply");
    assert!(
        refused.contains("nested deeper than 40 levels"),
        "{refused}"
    );
    let refused = selected(&format!("$.{}", "a".repeat(2_000)), &root);
    assert_eq!(refused, Err("JSONPath longer than 2000 bytes".to_owned()));
}

/// Arrays in arrays: so many levels, each with so many items.
fn tree(levels: usize, items: usize) -> Node {
    if levels == 0 {
        return Node::Null;
    }
    let children = std::iter::repeat_with(|| tree(levels - 1, items));
    Node::Array(children.take(items).collect())
}

/// A limit that is reached fast.
const STEPS: u64 = 5_000_000;

/// The steps of a query, or `None` over the limit.
fn steps(query: &str, root: &Node) -> Option<u64> {
    let mut budget = Budget::with_steps(STEPS);
    let result = select(query, root, &mut budget);
    result.ok().map(|_| STEPS - budget.remaining())
}

#[test]
fn selecting_is_linear_in_the_nodes_and_in_the_query() {
    let wide = "$..[*,*,*,*,*,*]".to_owned() + &"..[*,*,*,*,*,*]".repeat(7);
    for query in [
        "$..*",
        "$..*..*..*..*",
        &wide,
        "$..[?@]",
        "$..[?@[?@[?@[0]]]]",
    ] {
        let mut last = None;
        for doubled in 0..10 {
            let root = Node::Array((0..1_usize << doubled).map(|_| tree(3, 3)).collect());
            let steps = steps(query, &root).expect("it is below the limit");
            if let Some(last) = last {
                assert!(steps < last * 21 / 10, "{query}: {last}, then {steps}");
            }
            last = Some(steps);
        }
    }
    let root = tree(3, 3);
    let mut last = None;
    for doubled in 0..7 {
        let query = format!("${}", "..[*,*]".repeat(1 << doubled));
        let steps = steps(&query, &root).expect("it is below the limit");
        if let Some(last) = last {
            assert!(steps < last * 21 / 10, "{query}: {last}, then {steps}");
        }
        last = Some(steps);
    }
}

#[test]
fn what_is_worse_than_linear_ends_at_the_limit() {
    let root = tree(4, 12);
    for query in [
        "$..[?count($..*)>1]",
        "$..[?count(@..[*,*,*,*,*,*]..[*,*,*,*,*,*]..[*,*,*,*,*,*]..*)>0]",
        "$..[?$..[?$..[?$..x]]]",
        "$..[?value($..[*,*,*,*])==1]",
        "$..[?$==$]",
        "$[?count($..[*,*,*,*]..[*,*,*,*]..[*,*,*,*]..[*,*,*,*])>1]",
    ] {
        assert_eq!(steps(query, &root), None, "{query}");
    }
}

#[test]
fn patterns_are_bounded() {
    let texts = |text: String, count: usize| {
        let item = Node::String(text.into());
        Node::Array(vec![item; count])
    };
    // A limit on the size of a compiled pattern, linear matching, and a cost for long texts.
    let short = texts("a".repeat(30), 10);
    for pattern in ["((a{100}){100}){100}", "(a*)*b", "a{1000}{1000}"] {
        let query = format!("$[?search(@,'{pattern}')]");
        assert_eq!(selected(&query, &short), Ok(Vec::new()), "{pattern}");
    }
    let long = texts("a".repeat(1_000_000), 8);
    assert_eq!(steps("$[?search(@,'b')]", &long), None);
    // Each position of the pattern may be met at each byte of the text.
    let some = texts("a".repeat(10_000), 10);
    assert!(steps("$[?search(@,'[ab]*a[ab]{4}c')]", &some).is_some());
    assert_eq!(steps("$[?search(@,'[ab]*a[ab]{400}c')]", &some), None);
    assert!(steps("$[?length(@)==1]", &long).is_some_and(|steps| steps < STEPS / 10 * 9));
}
