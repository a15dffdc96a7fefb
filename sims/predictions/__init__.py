"""What can be predicted before a picture is shown: one file for each experiment, with the same name and one PREDICTION.

The question is fair: its choices exclude each other and leave nothing out, the settings do not give the answer away,
and the right choice is read from the results of the run. Start from `xor.py`.
"""
