"""Inspect plot: strangers' files, large ones and other hosts are refused; our pictures are run again and compared."""

import dataclasses

import pytest

import sims
from bot.discord_app import download
from bot.discord_app.download import Found, NotDownloaded, is_at_discord
from tests.bot.discord_app.in_process import make_config, running_client
from tests.bot.test_inspection import PICTURE, saved_again

OTHER = sims.run("activation-plot?functions=tanh")


async def inspect(discord, who, message):
    asked = await discord.message_command(who, "Inspect plot", message)
    return await asked.wait_for_message(60)


async def test_a_message_without_a_picture_gets_a_sentence(quick_discord, running, ada):
    said = await quick_discord.say(ada, quick_discord.general, "look", files={"a.txt": b"text"})
    told = await inspect(quick_discord, ada, said)
    assert told.text.startswith("There is no PNG picture in this message.")
    assert told.is_ephemeral


REFUSED = {
    "no picture": (b"\x89PNG and nothing more", "a.png is not a picture of Rectify: it holds no recipe."),
    "too large": (b"\x89PNG" + bytes(1_000_001), "a.png is larger than 1 MB"),
    "unknown simulation": (
        saved_again(PICTURE.png, rectify_recipe="astrology?<@1>=@everyone", rectify_version="@here"),
        "which cannot run its recipe: There is no simulation 'astrology'.",
    ),
}


@pytest.mark.parametrize(("content", "sentence"), REFUSED.values(), ids=REFUSED)
async def test_other_files_get_a_sentence(quick_discord, running, ada, content, sentence):
    said = await quick_discord.say(ada, quick_discord.general, "look", files={"a.png": content})
    told = await inspect(quick_discord, ada, said)
    assert sentence in told.text
    assert told.is_ephemeral
    assert running.engine.ran == []


async def test_a_file_that_lies_about_its_size_is_cut_off(quick_discord, running, ada, monkeypatch):
    monkeypatch.setattr(download, "MOST_BYTES", 50_000)
    said = await quick_discord.say(ada, quick_discord.general, "look", files={"a.png": bytes(60_000)})
    file = Found("a.png", said.attachments[0].url, 10)
    with pytest.raises(NotDownloaded, match="larger than"):
        await download.download(file, quick_discord.api_base)


async def test_a_deleted_file_gets_a_sentence(quick_discord, running, ada):
    said = await quick_discord.say(ada, quick_discord.general, "look", files={"a.png": PICTURE.png})
    quick_discord.world.files.clear()
    told = await inspect(quick_discord, ada, said)
    assert "Discord does not give out a.png any more (status 404)." in told.text


DISCORD, STAND_IN = download.DISCORD_API, "http://127.0.0.1:5000/api/v10"
ADDRESSES = {
    "https://cdn.discordapp.com/attachments/1/2/a.png?ex=1": (True, True),
    "https://media.discordapp.net/ephemeral-attachments/1/2/a.png": (True, True),
    "http://cdn.discordapp.com/attachments/1/2/a.png": (False, False),
    "https://cdn.discordapp.com.evil.example/attachments/1/2/a.png": (False, False),
    "https://cdn.discordapp.com@evil.example/attachments/1/2/a.png": (False, False),
    "https://cdn.discordapp.com/avatars/1/a.png": (False, False),
    "http://127.0.0.1:5000/attachments/1/2/a.png": (False, True),
    "http://127.0.0.1:5000/api/v10/users/@me": (False, False),
    "http://127.0.0.1:6000/attachments/1/2/a.png": (False, False),
    "http://169.254.169.254/attachments/a.png": (False, False),
    "http://[::1/attachments/a.png": (False, False),
}


@pytest.mark.parametrize(("url", "are_allowed"), ADDRESSES.items(), ids=ADDRESSES)
def test_only_discord_s_own_files_are_fetched(url, are_allowed):
    assert (is_at_discord(url, DISCORD), is_at_discord(url, STAND_IN)) == are_allowed


async def test_a_picture_in_an_embed_from_elsewhere_is_not_fetched(quick_discord, running, ada):
    channel = running.client.get_channel(quick_discord.general.id)
    import discord

    embed = discord.Embed(title="unfolded").set_image(url="https://evil.example/attachments/a.png")
    sent = await channel.send(embed=embed)
    told = await inspect(quick_discord, ada, quick_discord.world.messages[sent.id])
    assert "a.png is not stored at Discord, so I do not fetch it." in told.text


async def test_a_picture_of_ours_is_run_again_even_from_the_cache(quick_discord, running, ada):
    running.engine.pictures["activation-plot?functions=relu"] = PICTURE
    asked = await quick_discord.slash(ada, quick_discord.general, "plot", {"functions": "relu"})
    await asked.wait_for_picture()
    told = await inspect(quick_discord, ada, asked.shown[0])  # the picture stands in an embed only
    assert told.is_ephemeral
    assert "`activation-plot?functions=relu`" in told.text
    assert f"Drawn by version {sims.VERSION}; this is {sims.VERSION}." in told.text
    assert "identical, byte for byte" in told.text
    assert len(running.engine.ran) == 2
    again = await quick_discord.press(ada, told, "Run again")
    await again.wait_for_picture()
    assert "`activation-plot?functions=relu`" in again.text
    assert not again.shown[0].is_ephemeral


async def test_several_pictures_are_told_apart(quick_discord, running, ada):
    pictures = {"a.png": saved_again(PICTURE.png, dot=True, rectify_version="0.0.1"), "b.png": OTHER.png}
    running.engine.pictures |= {PICTURE.recipe: PICTURE, OTHER.recipe: OTHER}
    more = {f"{number}.png": PICTURE.png for number in range(3)}
    said = await quick_discord.say(ada, quick_discord.general, "", files=pictures | {"c.txt": b"-"} | more)
    told = await inspect(quick_discord, ada, said)
    texts = [embed["description"] for embed in told.embeds]
    assert ["differs, as it may between two versions" in text for text in texts] == [True, False, False, False]
    assert ["byte for byte" in text for text in texts] == [False, True, True, True]
    assert told.content == "The first 4 of 5 pictures:"
    assert [button["label"] for button in told.buttons] == [f"Run picture {number} again" for number in (1, 2)]


async def test_a_run_that_fails_is_told_for_its_picture(quick_discord, running, ada):
    from bot.errors import SimulationFailed

    running.engine.error = SimulationFailed("It took longer than 20 s and was stopped.")
    said = await quick_discord.say(ada, quick_discord.general, "look", files={"a.png": PICTURE.png})
    told = await inspect(quick_discord, ada, said)
    assert "It took longer than 20 s and was stopped." in told.text


async def test_with_a_public_site_the_permalink_is_named(quick_discord, knowledge, ada):
    config = make_config(quick_discord, web={"public_url": "https://rectify.example.org"})
    async with running_client(quick_discord, knowledge, config) as running:
        running.engine.pictures[PICTURE.recipe] = dataclasses.replace(PICTURE)
        said = await quick_discord.say(ada, quick_discord.general, "look", files={"a.png": PICTURE.png})
        told = await inspect(quick_discord, ada, said)
        assert "(https://rectify.example.org/sim/activation-plot?functions=relu)" in told.text


async def test_the_real_bot_recognises_its_own_picture(discord, ada):
    asked = await discord.slash(ada, discord.general, "plot", {"functions": "gelu"})
    await asked.wait_for_picture(60)
    told = await inspect(discord, ada, asked.shown[0])
    assert "identical, byte for byte" in told.text
