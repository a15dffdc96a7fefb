r"""Formulas as plain Unicode text, for Discord and terminals: `$\frac{1}{1+e^{-z}}$` becomes 1/(1 + e⁻ᶻ).

Reads the small part of LaTeX that entries may use (knowledge/README.md). No library at hand keeps the
precedence of a fraction (1/1+e^-z is wrong), so this one is ours.
"""

from __future__ import annotations

import re

FORMULA = re.compile(r"(?<![\\$])\$(?!\s)([^$\n]+?)(?<!\s)\$(?!\d)")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
TOKEN = re.compile(r"\\[A-Za-z]+|\\.|[{}^_]|\s+|\d+(?:\.\d+)?|.")

SUPERSCRIPT = dict(
    zip("0123456789+-=()niabcdefghjklmoprstuvwxyz′ᵀ∗*", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵃᵇᶜᵈᵉᶠᵍʰʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻ′ᵀ**", strict=True)
)
SUBSCRIPT = dict(zip("0123456789+-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True))
SCRIPT_MINUS = str.maketrans({"−": "-"})

SYMBOLS = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ",
    "tau": "τ", "phi": "φ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ",
    "Theta": "Θ", "Lambda": "Λ", "Pi": "Π", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "ell": "ℓ",
    "infty": "∞", "partial": "∂", "nabla": "∇", "top": "ᵀ", "ldots": "…", "dots": "…", "cdots": "⋯", "prime": "′",
    "sum": "∑", "prod": "∏", "int": "∫", "emptyset": "∅", "circ": "∘", "star": "∗", "hbar": "ħ", "lvert": "|",
    "rvert": "|", "vert": "|", "Vert": "‖", "lVert": "‖", "rVert": "‖", "langle": "⟨", "rangle": "⟩", "lfloor": "⌊",
    "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉", "forall": "∀", "exists": "∃", "quad": "  ", "qquad": "    ",
    "arctan": "arctan", "mid": " | ",
}  # fmt: skip
RELATIONS = {
    "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠", "approx": "≈", "to": "→", "rightarrow": "→",
    "mapsto": "↦", "Rightarrow": "⇒", "Leftrightarrow": "⇔", "iff": "⇔", "in": "∈", "notin": "∉", "subset": "⊂",
    "sim": "∼", "propto": "∝", "equiv": "≡", "ll": "≪", "gg": "≫", "pm": "±", "mp": "∓", "leftarrow": "←", "cup": "∪",
    "cap": "∩", "perp": "⊥",
}  # fmt: skip
PRODUCTS = {"cdot": "·", "times": "×", "odot": " ⊙ ", "div": "÷"}
FUNCTIONS = frozenset({
    "exp", "log", "ln", "max", "min", "tanh", "sinh", "cosh", "sin", "cos", "tan", "arg", "det", "lim", "sup", "inf",
    "erf", "sech", "coth",
})  # fmt: skip
DOUBLE_STRUCK = {"R": "ℝ", "N": "ℕ", "Z": "ℤ", "Q": "ℚ", "C": "ℂ", "E": "𝔼", "P": "ℙ"}
ACCENTS = {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303", "dot": "\u0307", "overline": "\u0304", "vec": "\u20d7"}
STYLES = frozenset({"mathrm", "mathbf", "mathit", "mathcal", "boldsymbol", "mathsf", "mathtt", "text", "operatorname"})
SPACES = {",": " ", ";": " ", ":": " ", " ": " ", "!": ""}
ATOM = re.compile(r"[\w.′∂∇√ℝ𝔼\u0300-\u036f⁰-ⁿₐ-ₜ₀-₎ᵃ-ᶿⁱʰʲʳˡʷˣʸˢᵀ²³¹]+|[A-Za-zσφΦ]+\([^()]*\)|\([^()]*\)|\|[^|]*\|")

SCRIPTS = r"[\u0300-\u036f′⁰-ⁿ₀-₎ₐ-ₜᵢ-ᵪᵃ-ᶿⁱʰʲʳˡʷˣʸˢᵀ²³¹]*"
# Below a fraction bar and a root also a product needs brackets: 1/(2x), √(2π). A word is the name of one quantity.
SINGLE = re.compile(
    rf"\d+(?:\.\d+)?|[√∂∇]?\w{SCRIPTS}|[A-Za-z_]{{3,}}{SCRIPTS}|(?:[σφΦgf]|[a-z]{{3,}})′?\([^()]*\)|\([^()]*\)|\|[^|]*\|"
)


class FormulaError(ValueError):
    """A formula uses LaTeX that no reader of ours understands; the message names it."""


def to_plain(markdown: str) -> str:
    """Replace every `$…$` outside code by Unicode text; a formula that cannot be read stays as it is written."""
    parts, end = [], 0
    for code in CODE.finditer(markdown):
        parts += [FORMULA.sub(_plain_match, markdown[end : code.start()]), code.group()]
        end = code.end()
    return "".join([*parts, FORMULA.sub(_plain_match, markdown[end:])])


def plain_formula(latex: str) -> str:
    """One formula, without its dollar signs, as Unicode text.

    Raises:
        FormulaError: braces do not match, or a command is not known.
    """
    text = _Formula(latex).read()
    return re.sub(r" {2,}", " ", text).strip()


def _plain_match(match: re.Match[str]) -> str:
    try:
        plain = plain_formula(match.group(1))
    except FormulaError:
        return match.group(1)
    return plain.replace("*", "∗").replace("_", "\\_")  # Markdown must not take them for emphasis


class _Formula:
    def __init__(self, latex: str) -> None:
        self._latex = latex
        self._tokens: list[str] = TOKEN.findall(latex)
        self._at = 0

    def read(self) -> str:
        text = self._sequence()
        if self._at < len(self._tokens):
            raise FormulaError(f"Unmatched brace in the formula {self._latex!r}.")
        return text

    def _sequence(self) -> str:
        """Everything up to a closing brace or the end."""
        pieces: list[str] = []
        is_big_operator = False
        while self._at < len(self._tokens) and self._tokens[self._at] != "}":
            token = self._next()
            if token in "^_":
                pieces.append(self._script(token))
                if is_big_operator and self._tokens[self._at : self._at + 1] not in (["^"], ["_"]):
                    pieces.append(" ")  # the limits of a sum must not run into its term
                continue
            is_big_operator = token in ("\\sum", "\\prod")
            if token.isspace():
                continue
            if token in ("\\frac", "\\tfrac", "\\dfrac"):
                pieces.append(self._fraction(pieces))
            else:
                pieces.append(self._piece(token))
        return "".join(pieces)

    def _piece(self, token: str) -> str:
        if token == "{":
            return self._group_from_brace()
        if token.isspace():
            return ""
        if token in "+=<>":
            return f" {token} "
        if token == "-":
            return self._minus()
        if token == ",":
            return ", "
        if token == "'":
            return "′"
        if token.startswith("\\"):
            return self._command(token[1:])
        return token

    def _minus(self) -> str:
        before = next((t for t in reversed(self._tokens[: self._at - 1]) if not t.isspace()), "")
        is_sign = before in ("", "(", "[", "{", ",", "=", "<", ">", "|", "^") or before.lstrip("\\") in RELATIONS
        is_sign = is_sign or before in ("\\cdot", "\\times")
        return "−" if is_sign else " − "

    def _command(self, name: str) -> str:
        if name in SPACES:
            return SPACES[name]
        if name in "{}|%$#&_":
            return {"|": "‖"}.get(name, name)
        if name in ("left", "right", "big", "Big", "bigl", "bigr", "displaystyle"):
            return ""
        if name in SYMBOLS:
            return SYMBOLS[name]
        if name in RELATIONS:
            return f" {RELATIONS[name]} "
        if name in PRODUCTS:
            return PRODUCTS[name]
        if name in FUNCTIONS:
            return self._function(name)
        return self._command_with_argument(name)

    def _function(self, name: str) -> str:
        """A function's name: a space keeps it apart from a bare argument, `log x`."""
        following = self._tokens[self._at] if self._at < len(self._tokens) else ""
        return name if following in ("(", "^", "_", "{", "}", "", "|", "\\left", ",", ")") else f"{name} "

    def _command_with_argument(self, name: str) -> str:
        if name == "sqrt":
            inner = self._argument()
            return f"√{inner}" if SINGLE.fullmatch(inner.strip()) else f"√({inner})"
        if name == "mathbb":
            return "".join(DOUBLE_STRUCK.get(letter, letter) for letter in self._argument())
        if name in ACCENTS:
            return "".join(letter + ACCENTS[name] for letter in self._argument())
        if name in STYLES:
            return self._verbatim_argument()
        raise FormulaError(f"The formula {self._latex!r} uses \\{name}, which is not in the list of allowed commands.")

    def _fraction(self, before: list[str]) -> str:
        top, bottom = self._argument(), self._argument()
        fraction = f"{_bracketed(top)}/{_bracketed(bottom, SINGLE)}"
        left = before[-1].strip()[-1:] if before and before[-1].strip() else ""
        following = "".join(self._tokens[self._at :]).lstrip()
        touches_left = left.isalnum() or left in (")", "|")
        touches_right = bool(following) and (following[0].isalnum() or following[0] in "(\\|^")
        if touches_right and following[0] == "\\":
            name = re.match(r"\\([A-Za-z]+)", following)
            touches_right = not (name and (name.group(1) in RELATIONS or name.group(1) in ("right", "quad")))
        return f"({fraction})" if touches_left or touches_right else fraction

    def _script(self, kind: str) -> str:
        inner = self._argument().strip().translate(SCRIPT_MINUS)
        table = SUPERSCRIPT if kind == "^" else SUBSCRIPT
        compact = inner.replace(" ", "")
        if compact and all(character in table for character in compact):
            return "".join(table[character] for character in compact)
        inner = inner.replace("-", "−")
        is_closed = len(inner) == 1 or (inner[:1] == "[" and inner[-1:] == "]")
        return f"{kind}{inner}" if is_closed else f"{kind}({inner})"

    def _argument(self) -> str:
        while self._at < len(self._tokens) and self._tokens[self._at].isspace():
            self._at += 1
        if self._at >= len(self._tokens):
            raise FormulaError(f"The formula {self._latex!r} ends where an argument is missing.")
        token = self._next()
        return self._group_from_brace() if token == "{" else self._piece(token)

    def _verbatim_argument(self) -> str:
        if self._at < len(self._tokens) and self._tokens[self._at] == "{":
            close = self._tokens.index("}", self._at) if "}" in self._tokens[self._at :] else -1
            if close > 0:
                words = "".join(self._tokens[self._at + 1 : close])
                self._at = close + 1
                return words.replace("\\_", "_").replace("\\", "")
        return self._argument()

    def _group_from_brace(self) -> str:
        text = self._sequence()
        if self._at >= len(self._tokens):
            raise FormulaError(f"Unmatched brace in the formula {self._latex!r}.")
        self._at += 1
        return text

    def _next(self) -> str:
        self._at += 1
        return self._tokens[self._at - 1]


def _bracketed(text: str, atom: re.Pattern[str] = ATOM) -> str:
    text = text.strip()
    return text if atom.fullmatch(text) else f"({text})"
