"""What people also ask and Rectify must not answer: examples of everything else."""

from knowledge.front_matter import read_mapping


def parse_background(text: str, path: str) -> tuple[str, ...]:
    """Read background.yaml: a list of phrasings for each subject."""
    section = read_mapping(text, path)
    return tuple(phrasing for subject in section.nodes for phrasing in section.texts(subject))
