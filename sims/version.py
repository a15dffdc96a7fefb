"""The version of numbers and pixels: it changes when a recipe may give other numbers or another picture."""

VERSION = "2"
