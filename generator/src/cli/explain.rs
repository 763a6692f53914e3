//! A code of a diagnostic → the page about it.

use oasmith::diagnostic::Code;

/// What to say about a code, or a line for every one.
pub fn page(code: Option<Code>) -> String {
    let Some(code) = code else {
        let codes = Code::ALL.iter();
        return codes.map(|code| format!("{}\n", line(*code))).collect();
    };
    format!("{}\n\n{}", line(code), code.page())
}

fn line(code: Code) -> String {
    format!("{} ({}): {}", code, code.severity(), code.summary())
}
