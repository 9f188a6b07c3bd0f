"""The fake microphone of the voice tests: what it hears is the sentence, each time from its beginning."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from .conftest import PATIENCE
from .voice import Spoken

PLACE = "http://localhost/"  # a microphone is for safe places alone, and this is one
HEARD = 0.05
LOUDNESS = """
async ([milliseconds, heard, patience]) => {
  const stream = await navigator.mediaDevices.getUserMedia({audio: true});
  const context = new AudioContext();
  const meter = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(meter);
  await context.resume();
  const samples = new Float32Array(meter.fftSize);
  let loudest = 0;
  // A busy machine may bring the first word later. Each opening has the sentence once, and nothing after it.
  const begun = performance.now();
  const passed = () => performance.now() - begun;
  while (passed() < milliseconds || (loudest <= heard && passed() < patience)) {
    await new Promise((done) => setTimeout(done, 20));
    meter.getFloatTimeDomainData(samples);
    loudest = Math.max(loudest, ...samples.map(Math.abs));
  }
  stream.getTracks().forEach((track) => track.stop());
  await context.close();
  return loudest;
}
"""


@pytest.fixture
def page(speaking_browser: Browser) -> Iterator[Page]:
    with speaking_browser.new_context() as context:
        context.route(PLACE, lambda route: route.fulfill(body="<title>Listen</title>", content_type="text/html"))
        page = context.new_page()
        page.goto(PLACE)
        yield page


def test_the_microphone_hears_the_sentence_each_time_it_is_opened(page: Page, spoken: Spoken) -> None:
    assert 1 < spoken.speech < spoken.seconds == 4
    for _ in range(3):
        assert page.evaluate(LOUDNESS, [1000, HEARD, PATIENCE]) > HEARD
