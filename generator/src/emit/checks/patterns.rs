//! Patterns → the constants that match them.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::rust::{count, ident, string};
use crate::model::{Engine, Pattern, Program, Run};

/// The constant of a pattern.
pub fn constant(pattern: &Pattern, is_shared: bool) -> TokenStream {
    let visibility = is_shared.then(|| quote!(pub(super)));
    let (name, source) = (ident(&pattern.name), string(&pattern.source));
    let (ty, value) = match &pattern.engine {
        Engine::Runs(runs) => {
            let runs = runs.iter().map(run);
            let value = quote!(Runs { source: #source, runs: &[#(#runs),*] });
            (quote!(Runs), value)
        }
        Engine::Linear(conditions) => {
            let conditions = conditions.iter().map(|condition| {
                let (found, expression) = (condition.found, string(&condition.expression));
                quote!((#found, #expression))
            });
            let value = quote!(Linear::new(#source, &[#(#conditions),*]));
            (quote!(Linear), value)
        }
        Engine::Backtracking(program) => {
            let program = self::program(program);
            let value = quote!(Backtracking { source: #source, #program });
            (quote!(Backtracking), value)
        }
    };
    quote!(#visibility static #name: #ty = #value;)
}

fn run(run: &Run) -> TokenStream {
    let (ranges, min) = (ranges(&run.ranges), count(run.min.into()));
    let max = match run.max {
        Some(max) => {
            let max = count(max.into());
            quote!(#max)
        }
        None => quote!(usize::MAX),
    };
    quote!(Run { ranges: #ranges, min: #min, max: #max })
}

fn ranges(ranges: &[(char, char)]) -> TokenStream {
    let ranges = ranges.iter().map(|(from, to)| quote!((#from, #to)));
    quote!(&[#(#ranges),*])
}

fn program(program: &Program) -> TokenStream {
    // Their `Debug` is an expression of Rust, but for the path.
    let steps = program.steps.iter().map(|step| {
        let step = format!("Step::{step:?}").parse::<TokenStream>();
        step.unwrap_or_default()
    });
    let classes = program.classes.iter().map(|class| ranges(class));
    let registers = count(program.registers as u64);
    quote!(steps: &[#(#steps),*], classes: &[#(#classes),*], registers: #registers)
}
