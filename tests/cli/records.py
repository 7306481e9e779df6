"""The part of a rehearsal's record that tests have no interest in."""

RECORDING = """\
kind = "solo"
at = 2027-03-01T18:00:00
with = []
note = ""

[recording]
file = "a.wav"
sha256 = "{sha}"
size = 1
codec = "pcm"
sample_rate = 16000
channels = 1
has_video = false
truncated = false

[figures]
measured_by = 2
"""
