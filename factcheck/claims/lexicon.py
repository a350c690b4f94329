"""Part of the second room: the word lists that its rules go by."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Verbs that state a fact: what is said may be checked beside that it was said.
STATING = _words("""
    say tell add note state announce report claim explain stress declare confirm admit acknowledge find conclude
    show reveal write rule estimate recall emphasize emphasise disclose remark observe point calculate record
    testify discover establish
""")

# Verbs that pass on a view, a wish or a question: only that it was said can be checked.
VOICING = _words("""
    argue insist warn suggest think believe hope expect fear doubt predict promise pledge vow demand ask wonder
    urge propose complain deny dismiss accuse call describe reply respond joke quip laugh contend maintain assume
""")

REPORTING = STATING | VOICING

# Participles whose subject is the event before them, not its doer: "..., causing a delay".
OUTCOME = _words("""
    ..., causing a delay cause leave make bring force prompt send give end allow push raise take lead help mean
    set result put let spark trigger turn enable include accord regard concern depend follow consider
""")

# Verbs whose "which" means the whole statement before it: "which means that ...".
SENTENTIAL = _words("""
    make mean suggest indicate show lead bring leave help take
""")

STATES = _words("""
    base locate know call situate own head lead surround line name entitle populate staff
""")

CONTRAST = _words("""
    although though while whereas
""")

SUPPOSED = _words("""
    if unless whether should lest once provided suppose
""")

# What is told under such a word is somebody's, or not so.
WORDED = _words("""
    claim rumour rumor promise pledge message argument theory idea plan demand warning view myth lie answer question
    prediction forecast hope fear belief suspicion conclusion finding verdict motto slogan false untrue wrong imagine
""")

BACK = _words("""
    since then thereafter so there therefore thereby thus
""")

AHEAD = _words("""
    ahead before after following during alongside amid
""")

# Never the end of a sentence, with a full stop.
ABBREVIATIONS = _words("""
    mr mrs ms dr sen rep gov gen col lt sgt prof st rev hon pres capt cmdr adm maj brig supt insp messrs mt vs fig
    art sec vol pp approx ca cf e.g i.e viz nos
    sens reps gens govs drs profs lts sgts revs hons capts cols cmdrs adms majs cpl pvt mmes mme mlle det dets atty
    attys amb supts asst assoc incl figs
""")

# Now and then the end of a sentence.
ENDINGS = _words("""
    inc ltd co corp jr sr etc a.m p.m u.s u.k u.n e.u d.c ph.d al est dept univ bros
""")

# No end where a number follows.
MONTHS = _words("""
    jan feb mar apr jun jul aug sep sept oct nov dec no
""")

TITLES = _words("""
    president minister ministers prime defense defence foreign finance interior chancellor king queen prince
    princess mr mr. mrs mrs. ms ms. miss dr dr. prof prof. professor sir lord lady dame sen sen. senator rep rep.
    gov gov. governor mayor general gen gen. colonel col col. captain capt capt. chief pm judge justice pope
    bishop coach director chairman chairwoman executive officer secretary ambassador sheriff inspector sergeant
    detective speaker premier vice deputy councillor councilor treasurer
""")

HE = _words("""
    mr mr. sir king prince lord chairman spokesman father son husband actor
""")

SHE = _words("""
    mrs mrs. ms ms. miss lady dame queen princess chairwoman spokeswoman mother daughter wife actress
""")

HUMANS = _words("""
    man woman boy girl person child minister president spokesman spokeswoman official officer leader director
    chief coach player striker forward agent nurse doctor teacher lawyer judge mayor governor senator lawmaker
    witness victim suspect driver worker resident student professor scientist researcher analyst economist expert
    author writer reporter editor chairman chairwoman executive manager founder owner captain commander general
    soldier king queen prince princess brother sister father mother son daughter husband wife friend colleague
    neighbor neighbour
""")

BODIES = _words("""
    united city town rovers athletic fc inc corp ltd group bank party council ministry office agency university
    court union association committee commission institute company department airlines times post news street road
    river island islands county state states park square centre center school hospital church league cup act
    treaty
""")

PRAISE = _words("""
    masterclass brilliant wonderful terrible awful amazing beautiful ugly stunning impressive remarkable shameful
    disgraceful pathetic magnificent superb dismal bleak glorious fascinating delightful charming ridiculous
    absurd inspiring excellent outstanding poetic giddy lovely vital crucial timely worthy joy wise foolish
    fantastic incredible extraordinary synergy delicious boring exciting disappointing promising fuss
""")

# Verbs that say what an event means, where it is no one who does it: "the visit underscores ...".
INTERPRETING = _words("""
    strengthen signal indicate underscore underline reflect demonstrate symbolise symbolize highlight cement herald
    signify embody exemplify testify illustrate reaffirm bode epitomise epitomize
""")

FUTURE = _words("""
    will 'll ’ll shall wo
""")

HEDGE = _words("""
    might may could would should must ought
""")

SELF = _words("""
    i me my mine myself
""")

QUANTITY = _words("""
    all most half none majority every quarter third double twice first only never largest biggest
""")

# Verbs that double their last letter before -ed.
DOUBLING = _words("""
    stop plan refer admit commit occur permit submit top ban drop slip step trim tap grab
""")
