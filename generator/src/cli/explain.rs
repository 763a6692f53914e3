//! `oasmith explain`: a code → its page.

use oasmith::diagnostic::Code;

/// The page of a code, or a line for every code.
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
