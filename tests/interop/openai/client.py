"""The client library `openai` against the server of case 99: client.py BASE_URL TOKEN"""

import sys

import openai

base_url, token = sys.argv[1:]
client = openai.OpenAI(base_url=base_url, api_key=token, max_retries=0)
messages = [
    {"role": "system", "content": "Repeat what you are told."},
    {"role": "user", "content": [{"type": "text", "text": "three "}, {"type": "text", "text": "small wörds"}]},
]


def expect(what, actual, expected):
    assert actual == expected, f"{what}: {actual!r} instead of {expected!r}"


def refused(what, error, call):
    try:
        call()
    except error as caught:
        return caught
    raise AssertionError(f"{what} is not refused with {error.__name__}")


completion = client.chat.completions.create(model="echo", messages=messages, temperature=0.5, stop=["."])
expect("object", completion.object, "chat.completion")
expect("content", completion.choices[0].message.content, "three small wörds")
expect("finish_reason", completion.choices[0].finish_reason, "stop")

with client.chat.completions.create(model="echo", messages=messages, stream=True) as stream:
    chunks = list(stream)
expect("objects", {chunk.object for chunk in chunks}, {"chat.completion.chunk"})
texts = [chunk.choices[0].delta.content for chunk in chunks]
expect("deltas", texts, ["three ", "small ", "wörds", None])
expect("the last finish_reason", chunks[-1].choices[0].finish_reason, "stop")

error = refused("an unknown model", openai.NotFoundError, lambda: client.chat.completions.create(model="x", messages=messages))
expect("code", error.code, "not_found")
refused("no message", openai.BadRequestError, lambda: client.chat.completions.create(model="echo", messages=[]))
refused(
    "a high temperature",
    openai.BadRequestError,
    lambda: client.chat.completions.create(model="echo", messages=messages, temperature=3),
)
refused("another token", openai.AuthenticationError, lambda: client.with_options(api_key="other").files.list())

content = bytes(range(256)) * 40
before = len(list(client.files.list()))
for name, purpose in [("a.bin", "user_data"), ("bé \"c\".jsonl", "batch"), ("d", "fine-tune")]:
    file = client.files.create(file=(name, content), purpose=purpose)
    expect("file", (file.filename, file.bytes, file.purpose), (name, len(content), purpose))
expect("retrieved", client.files.retrieve(file.id), file)
expect("content", client.files.content(file.id).read(), content)
# In pages of one file, which the library follows by the last identifier.
expect("pages", len(list(client.files.list(limit=1))), before + 3)
expect("by purpose", {file.purpose for file in client.files.list(purpose="batch")}, {"batch"})
refused("an unknown file", openai.NotFoundError, lambda: client.files.retrieve("file-none"))
refused("an unknown purpose", openai.BadRequestError, lambda: client.files.create(file=b"x", purpose="other"))
print("openai: completions, events and files arrive as they were sent")
