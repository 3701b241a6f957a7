"""How the web page looks: the pack's own palette, light and dark, wide and narrow, on a screen and printed."""

from cypworkbench.packs.palette import palette

_ROLES = (
    *(
        "bg",
        "surface",
        "sunken",
        "line",
        "line_strong",
        "ink",
        "ink2",
        "ink3",
        "accent",
        "accent_soft",
    ),
    *(
        "on_accent",
        "met",
        "tol",
        "tol_fill",
        "tol_soft",
        "off",
        "off_soft",
        "judge",
        "band",
        "band_fwd",
    ),
    *("band_edge", "mean", "grid", "comp1", "comp2", "area", "met_soft", "judge_soft", "on_off"),
)
_RULES = """
*{box-sizing:border-box}
html{font:1.0625rem/1.5 "Source Sans 3","Source Sans Pro","Segoe UI",system-ui,sans-serif;color:var(--ink);
background:var(--surface);-webkit-text-size-adjust:100%}
body{margin:0 auto;max-width:64rem;padding:0 1.25rem 4rem;overflow-wrap:break-word}
.skip{position:absolute;left:-99rem;background:var(--accent);color:var(--on_accent);padding:.6rem 1rem}
.skip:focus{left:.5rem;top:.5rem}
a{color:var(--accent);text-underline-offset:.15em}
a:focus-visible,summary:focus-visible,.wide:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
header{border-top:.5rem solid var(--accent);padding-top:1.5rem;color:var(--ink2)}
h1,h2,h3,h4{line-height:1.2;font-weight:600;color:var(--ink)}
h1{font-size:2.6rem;margin:1rem 0 .5rem}
h2{font-size:1.75rem;margin:3.5rem 0 .75rem;padding-top:.6rem;border-top:2px solid var(--ink)}
h3{font-size:1.2rem;margin:2rem 0 .4rem}
p{margin:.4rem 0;max-width:46rem}
ul,ol{padding-left:1.4rem}
li{margin:.25rem 0}
.facts{display:flex;flex-wrap:wrap;gap:0 1.75rem;border-block:1px solid var(--line);margin:1rem 0;padding:.6rem 0}
.facts>div{min-width:8rem}
dt{font-size:.875rem;color:var(--ink2)}
dd{margin:0;max-width:16rem}
dt+dd{font-weight:600}
.wide{overflow-x:auto;margin:1rem 0}
table{border-collapse:collapse;font-variant-numeric:tabular-nums;border-top:2px solid var(--ink)}
caption{text-align:left;font-size:.875rem;color:var(--ink2);padding-bottom:.4rem}
th,td{padding:.3rem .7rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
thead th{font-size:.875rem;font-weight:600;color:var(--ink2);border-bottom-color:var(--line_strong);
vertical-align:bottom}
tbody th{font-weight:400;min-width:9rem}
.wide tbody th{position:sticky;left:0;background:var(--surface)}
td{min-width:4.5rem}
.n{text-align:right;white-space:nowrap}
.wide tr.group th{background:var(--sunken);color:var(--accent);font-weight:600}
.mark{display:inline-block;min-width:1.6em;margin:0 .4em;padding:0 .25em;border:1px solid var(--ink3);
border-radius:.8em;text-align:center;font-size:.8em;font-weight:700}
.m{border:2px solid var(--met);color:var(--met)}
.t,.c{background:var(--tol_soft);border-color:var(--tol);border-radius:.2em}
.x{background:var(--off);border-color:var(--off);color:var(--on_off);border-radius:0}
.j{background:var(--judge_soft);border-color:var(--judge);border-radius:.4em}
.key{display:inline-block;margin-right:1.2rem}
figure{margin:1rem 0}
svg{display:block;width:100%;height:auto;font-family:inherit}
figcaption,.picture{font-size:.9375rem;color:var(--ink2);max-width:46rem}
summary{cursor:pointer;color:var(--accent);margin:.5rem 0}
footer{margin-top:4rem;border-top:1px solid var(--line);padding-top:1rem;color:var(--ink2);font-size:.9375rem}
.digest{overflow-wrap:anywhere}
@media print{html{font-size:11pt}body{max-width:none;padding:0}.skip,summary{display:none}
h2{break-before:page;border-top:0;margin-top:0}h1,h2,h3,caption{break-after:avoid}
tr,figure,.facts{break-inside:avoid}.wide{overflow:visible}thead{display:table-header-group}
td{min-width:0}.wide table{font-size:8.5pt}th,td{padding:.15rem .3rem}a{color:inherit;text-decoration:none}}
@page{size:A4;margin:16mm}
@page broad{size:A4 landscape;margin:10mm}
@media print{.broad{page:broad}.wide.broad table{font-size:7pt}.broad th,.broad td{padding:.1rem .2rem}
.wide tbody th{position:static;min-width:6rem}.broad .mark{margin:0 .1em}}
"""


def sheet() -> str:
    """The style sheet, with no address in it."""
    light, dark = _colours("light"), _colours("dark")
    return (
        f":root{{color-scheme:light dark;{light}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}{_RULES}"
    )


def _colours(name: str) -> str:
    chosen = palette(name)
    return ";".join(f"--{role}:{chosen[role]}" for role in _ROLES)
