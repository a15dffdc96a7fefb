"""How much a network's own pictures look like digits."""

from sims.experiment import Results
from sims.experiments.what_neurons_see import WhatNeuronsSeeSettings
from sims.prediction import Prediction, Question, Resolution, bin_of

LIMITS = (0.3, 0.6, 0.9)
CHOICES = ("Hardly: up to 0.3", "Somewhat: 0.3 to 0.6", "Clearly: 0.6 to 0.9", "Almost the same: more than 0.9")
TEXTS = {
    "templates": "The weights of a linear digit classifier are drawn as pictures. How similar are they to what makes "
    "the mean digit of each class special (correlation, 1 is identical)?",
    "maximise": "Pictures are searched for which a network is as sure as it can be. How similar are they to the mean "
    "digit of the class that it sees in them (correlation, 1 is identical)?",
}
METRICS = {"templates": "template_correlation", "maximise": "maximised_correlation"}


def ask(settings: WhatNeuronsSeeSettings) -> Question:
    """About the correlation."""
    return Question(TEXTS[settings.what], CHOICES)


def resolve(settings: WhatNeuronsSeeSettings, results: Results) -> Resolution:
    """From the measured correlation."""
    found = results.metric(METRICS[settings.what]).mean
    return Resolution((bin_of(found, LIMITS),), f"The correlation is {found:.2f}.")


PREDICTION = Prediction(ask, resolve)
