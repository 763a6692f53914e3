//! A stack for whatever needs much of it for each level of a value.

/// Enough for [`MAX_DEPTH`](super::MAX_DEPTH) levels of a typed value, which take several kilobytes
/// each, and for freeing a value of any depth that a caller could make.
const STACK: usize = 256 << 20;

/// Runs something on a thread with a large stack. Nothing if there is no such thread, or it panics.
pub fn deeply<T: Send>(run: impl FnOnce() -> T + Send) -> Option<T> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK);
        thread.spawn_scoped(scope, run).ok()?.join().ok()
    })
}
