//! A description of any bytes → the whole generator: what it emits is Rust, and nothing panics.
#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;
use oasmith::Config;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let report = match oasmith::generate_text(Path::new("fuzzed.yaml"), text, &Config::default()) {
        Ok(generated) => {
            // The support code is always the same.
            let own = generated
                .files
                .iter()
                .filter(|file| !file.path.contains("support/"));
            for file in own.filter(|file| file.path.ends_with(".rs")) {
                if let Err(error) = syn::parse_file(&file.content) {
                    panic!("{}: {error}\n{}", file.path, file.content);
                }
            }
            generated.report
        }
        Err(report) => report,
    };
    for diagnostic in &report.diagnostics {
        report.render(diagnostic, oasmith::Style::Plain);
    }
});
