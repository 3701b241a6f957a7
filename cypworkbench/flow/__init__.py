"""The journey, verb by verb, in the order the analyst takes it; the only place where the parts meet.

    receive   read files, recognise and check returns, take them into the record
    decide    explain, set aside, set targets, comment, agree actions
    pictured  Record → Picture: everything that follows from what was given and decided
    packing   Picture → plan → pack, the gate, the attached snapshot
    proving   sign a pack, verify a pack
    sample    the whole journey on the sample partnership

Heavy parts (pandas, matplotlib, ReportLab, pyHanko) are imported when a verb first needs them.
"""
