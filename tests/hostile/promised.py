"""Which faults the workspace must bear, how often each is brought about, and the test that does it.

The report of `dev.py bench faults` prints this table with what the run did; a run that did less has failed.
"""

from dataclasses import dataclass

_KILLS = "hostile/test_workspace_kills.py::"
_REWRITTEN = "hostile/test_workspace_rewritten.py::"
_DAMAGE = "hostile/test_workspace_damage.py::"
_AWAY = "hostile/test_workspace_out_of_reach.py::"
_FULL = "hostile/test_full_disk.py::"
_SHARING = "store/test_sharing.py::"
_VERSIONS = "store/test_versions.py::"
_STEPS = ("import", "decision", "sign-off")
_ATTACKS = ("edit", "delete", "delete a file", "swap", "shift", "truncate", "chain anew")


@dataclass(frozen=True, slots=True)
class Promise:
    """A fault, what must hold, how often it is done, and the test; patterns of the report's lines that count it.

    Where `each` is set, every one of the lines must reach the count by itself; else their sum must. A count of nought
    in CI is a fault that takes too long there: `dev.py test --all` brings it about.
    """

    fault: str
    holds: str
    in_ci: int
    release: int
    test: str
    lines: tuple[str, ...]
    each: bool = False


PROMISED = (
    Promise(
        "kill -9 in import, decision, sign-off, before a call or in the middle of a write",
        "0 corrupt, 0 acknowledged lost, 0 partial",
        300,
        3000,
        f"{_KILLS}test_killed_in_import_decision_or_sign_off_nothing_is_corrupt_lost_or_partial",
        tuple(f"kill -9 in {step},*" for step in _STEPS),
    ),
    Promise(
        "kill -9 while saving to the share",
        "the share’s file is whole old or whole new; leftovers swept",
        200,
        200,
        f"{_KILLS}test_killed_while_saving_for_others_their_file_is_whole_old_or_whole_new",
        ("kill -9 while saving to the share,*",),
    ),
    Promise(
        "kill -9 in the migration of each released version",
        "old or new, nothing between",
        100,
        200,
        f"{_KILLS}test_killed_in_a_migration_the_file_is_of_the_old_version_or_of_the_new",
        ("kill -9 in the migration of version-1,*",),
    ),
    Promise(
        "kill -9 in a backup",
        "every backup whole; leftovers swept",
        20,
        200,
        f"{_KILLS}test_killed_in_a_backup_every_backup_is_whole_and_leftovers_are_swept",
        ("kill -9 in a backup",),
    ),
    Promise(
        "kill -9 in a redaction or a disposal",
        "not begun, or no byte of the words left after the next opening",
        320,
        800,
        f"{_REWRITTEN}test_killed_in_a_redaction_or_disposal_it_is_undone_or_no_word_of_it_is_left",
        ("kill -9 in a redaction,*", "kill -9 in a disposal,*"),
    ),
    Promise(
        "kill -9 in a restore",
        "the old file or the backup; what was there before is kept",
        100,
        200,
        f"{_REWRITTEN}test_killed_in_a_restore_the_file_is_the_old_one_or_the_backup",
        ("kill -9 in a restore,*",),
    ),
    Promise(
        "kill -9 while compacting",
        "the same record",
        100,
        200,
        f"{_REWRITTEN}test_killed_while_compacting_the_record_is_the_same",
        ("kill -9 while compacting,*",),
    ),
    Promise(
        "kill -9 in a merge",
        "merging again brings in what is missing and no more",
        100,
        200,
        f"{_REWRITTEN}test_killed_in_a_merge_merging_again_brings_in_what_is_missing_and_no_more",
        ("kill -9 in a merge,*",),
    ),
    Promise(
        "the system says “disk full” at each write",
        "a clear message, acknowledged data kept",
        15,
        100,
        f"{_KILLS}test_a_disk_that_fills_at_any_write_is_said_and_loses_nothing",
        tuple(f"disk full at each write of {step}" for step in _STEPS),
        each=True,
    ),
    Promise(
        "a disk that is really full, of two kinds, under the working copy or under the share",
        "a clear message, acknowledged data kept",
        2,
        2,
        f"{_FULL}test_a_disk_that_is_really_full_is_said_in_a_sentence_and_loses_nothing",
        tuple(f"* that is full: {step}" for step in ("accept", "backup", "publish")),
        each=True,
    ),
    Promise(
        "a disk that fills after each megabyte, of two kinds, under the working copy or under the share",
        "a clear message, acknowledged data kept",
        28,
        28,
        f"{_FULL}test_wherever_a_disk_fills_what_was_acknowledged_is_kept_and_the_shared_file_is_whole",
        tuple(f"* that fills after each megabyte: {step}" for step in ("accept", "publish")),
        each=True,
    ),
    Promise(
        "the file removed, replaced or cut short while it is open",
        "never a false “saved”",
        20,
        20,
        f"{_AWAY}test_a_file_that_vanished_or_was_replaced_is_never_said_to_be_saved",
        tuple(f"the workspace’s file {how} *" for how in ("removed", "replaced", "cut short")),
        each=True,
    ),
    Promise(
        "the folder made read-only",
        "never a false “saved”",
        20,
        20,
        f"{_AWAY}test_a_folder_that_may_not_be_written_is_said_waited_for_or_saved_to_later",
        tuple(
            f"the folder made read-only: {how}"
            for how in ("reads only", "waits a moment", "says not yet")
        ),
        each=True,
    ),
    Promise(
        "the file’s name held by another program for 0.1 or 1 s",
        "waited for, or said; never a false “saved”",
        20,
        20,
        f"{_KILLS}test_a_name_that_somebody_holds_is_waited_for_or_said_and_saved_later",
        ("* held by another program for 0.1 s", "* held by another program for 1 s"),
        each=True,
    ),
    Promise(
        "the file’s name held by another program for 60 s",
        "said, and saved later; never a false “saved”",
        20,
        20,
        f"{_KILLS}test_a_name_that_somebody_holds_is_waited_for_or_said_and_saved_later",
        ("* held by another program for 60 s",),
    ),
    Promise(
        "two writers: one is taken over while it still works",
        "never overwrites",
        50,
        50,
        f"{_DAMAGE}test_whoever_was_taken_over_saves_beside_each_time_and_never_over",
        ("two writers: *",),
    ),
    Promise(
        "a stale lease, of a holder that was killed",
        "never overwrites; the lease is recovered",
        50,
        50,
        f"{_SHARING}test_a_second_process_is_told_who_has_it_and_a_killed_ones_lease_is_recovered",
        ("a stale lease, *",),
    ),
    Promise(
        "a fork: a colleague’s file put in the place of ours",
        "never overwrites; both kept side by side",
        50,
        50,
        f"{_SHARING}test_fifty_forced_forks_are_kept_side_by_side_and_nothing_is_overwritten",
        ("a fork: *",),
    ),
    Promise(
        "a flipped bit",
        "every change of content found",
        300,
        3000,
        f"{_DAMAGE}test_every_flipped_bit_of_content_is_found",
        ("a flipped bit",),
    ),
    Promise(
        "the chain: a decision edited, deleted, swapped, shifted, cut off, or all chained anew",
        "found, or on the manual’s list of what cannot be",
        40,
        400,
        f"{_DAMAGE}test_each_attack_is_found_or_is_on_the_manuals_list_of_what_cannot_be",
        tuple(f"attack on the chain: {attack}" for attack in _ATTACKS),
        each=True,
    ),
    Promise(
        "a file of each older version",
        "read as it was, and brought forward by the first decision",
        1,
        1,
        f"{_VERSIONS}test_each_released_version_is_read_as_it_was_and_brought_forward_by_the_first_decision",
        ("a file of the released version-1, *",),
    ),
    Promise(
        "a file of a newer version, or of another program",
        "refused by its cause; nothing written",
        3,
        3,
        f"{_VERSIONS}test_a_newer_file_is_refused_by_its_version_and_nothing_is_written",
        ("a file of a newer version, *",),
    ),
    Promise(
        "2 million observations",
        "one measure’s series within 50 ms; all county figures within 100 ms, once loaded",
        0,
        1,
        "hostile/test_many_observations.py::test_of_two_million_figures_a_measure_comes_in_50_ms_and_the_county_in_100",
        ("2 million observations",),
    ),
)
