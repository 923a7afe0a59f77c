//! What `cuadra doctor` says about the machine: who may read the folder, and what of memory may reach the disk. It sets nothing.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::Finding::{self, Mend, Well};
use crate::ground::config::Config;

pub(super) fn about_machine(config: &Config) -> Vec<Finding> {
    let mut found = Vec::new();
    if let Ok(data) = fs::metadata(&config.data) {
        let mode = data.permissions().mode() & 0o777;
        found.push(if mode & 0o077 == 0 {
            Well(format!("the data folder is closed to other users ({mode:o})"))
        } else {
            Mend(format!("the data folder is open to other users ({mode:o})"), "chmod 700 the data folder")
        });
    }
    let read = |file: &str| fs::read_to_string(file).unwrap_or_default();
    found.push(about_swap(&read("/proc/swaps")));
    found.push(about_cores(&read("/proc/self/limits")));
    found
}

/// `/proc/swaps`: a line of headings, then one for each.
fn about_swap(swaps: &str) -> Finding {
    if swaps.lines().count() > 1 {
        Mend(
            "swap is on: words of the last minutes may reach the disk".into(),
            "turn swap off, or encrypt it (MemorySwapMax=0 in the service)",
        )
    } else {
        Well("swap is off".into())
    }
}

/// The soft limit of core dumps in `/proc/self/limits` (proc(5)): that of whoever asks, which a service may have otherwise.
///
/// A limit of zero keeps files from being written. Where the kernel pipes dumps to a program (`|` in core_pattern(5)) it does not, except
/// for a limit of one; so nothing more is said than what is known.
fn about_cores(limits: &str) -> Finding {
    let line = limits.lines().find_map(|line| line.strip_prefix("Max core file size"));
    match line.and_then(|rest| rest.split_whitespace().next()) {
        Some("0") => Well("this shell writes no core dumps; the service must say so itself (LimitCORE=0)".into()),
        Some(limit) => Mend(
            format!(
                "core dumps may be written (limit {limit}): after a crash words of the last minutes would lie on the disk"
            ),
            "LimitCORE=0 in the service, ulimit -c 0 in a shell",
        ),
        None => Mend(
            "it is not known whether core dumps are written: /proc/self/limits does not say".into(),
            "LimitCORE=0 in the service, ulimit -c 0 in a shell",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "Limit                     Soft Limit           Hard Limit           Units     \n";

    fn cores(soft: &str) -> Finding {
        about_cores(&format!(
            "{HEAD}Max stack size            8388608   unlimited   bytes\nMax core file size        {soft}   unlimited   bytes\n"
        ))
    }

    #[test]
    fn only_a_limit_of_zero_is_well() {
        assert!(matches!(cores("0"), Well(_)));
        for soft in ["unlimited", "1", "8388608"] {
            assert!(
                matches!(cores(soft), Mend(said, how) if said.contains(soft) && how.contains("LimitCORE=0")),
                "{soft}"
            );
        }
        assert!(matches!(about_cores(""), Mend(..)), "what is not known is not well");
    }

    #[test]
    fn a_line_below_the_headings_is_swap() {
        let head = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n";
        assert!(matches!(about_swap(head), Well(_)));
        assert!(matches!(about_swap(&format!("{head}/dev/dm-1 partition 8388604 0 -2\n")), Mend(..)));
    }

    #[test]
    fn this_machine_is_told_about() {
        let folder = tempfile::tempdir().unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let config = Config { data: folder.path().to_owned(), ..Config::default() };
        let found = about_machine(&config);
        assert_eq!(found.len(), 3);
        assert!(matches!(&found[0], Mend(said, _) if said.contains("755")));
    }
}
