"""Every limit of Discord that Rectify can meet, in one place. The numbers are those of Discord's documentation."""

from __future__ import annotations

# A message (Discord refuses the whole message where one of these is broken).
CONTENT = 2000  # characters of plain text
EMBEDS = 10  # in one message
EMBED_TOTAL = 6000  # characters of all embeds of a message together: titles, descriptions, fields, footers
EMBED_TITLE = 256
EMBED_DESCRIPTION = 4096
FIELD_VALUE = 1024
ALT_TEXT = 1024  # the description of an attachment
URL_IN_BUTTON = 512

# Buttons and menus below a message.
ROWS = 5
BUTTONS_IN_ROW = 5
BUTTON_LABEL = 80
CUSTOM_ID = 100  # where a button keeps what it does
MENU_OPTIONS = 25
MENU_TEXT = 100  # label, value and description of an option

# Forums.
FORUM_TAGS = 5  # of one post

# Slash commands.
SUBCOMMANDS = 25  # of one command; also the options of a command
COMMAND_OPTIONS = 25
COMMAND_DESCRIPTION = 100  # also that of an option
CHOICES = 25  # fixed choices of an option; also suggestions while typing
CHOICE_TEXT = 100

# Time.
ACKNOWLEDGE_S = 3.0  # after this long without an answer the user reads "The application did not respond"

# Forms (modals), whose inputs hold up to 4000 characters: bot/editing/parts.py cuts files to fit.
FORM_TITLE = 45
INPUT_LABEL = 45
INPUT_HINT = 100
