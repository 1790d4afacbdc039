import type { ConnectableClient } from '../client.ts';
import { likeTheSdk } from '../calls.ts';
import { exportKey, libraryFields, setKey } from '../texts.ts';

export const openaiPython: ConnectableClient = {
  id: 'openai-python',
  name: 'OpenAI SDK (Python)',
  kind: 'library',
  signs: { userAgent: /^(Async)?OpenAI\/Python\b/ },
  // Frameworks built on it repeat it as a whole: to each of its clients the attempt is the first.
  repeatsUnsaid: 'whole',
  about: 'The official library for Python.',
  group: 'Code',
  reach: 'program',
  guide: 'openai-sdk',
  fields: libraryFields,
  steps: ['Install the library: `pip install openai`.', setKey, 'Run the code below.'],
  snippets: [
    exportKey,
    {
      title: 'chat.py',
      language: 'python',
      text: `import os
from openai import OpenAI

client = OpenAI(base_url="{base}", api_key=os.environ["HERMES_KEY"])

stream = client.chat.completions.create(
    model="{model}",
    messages=[{"role": "user", "content": "List the files in your workspace."}],
    stream=True,
)
for chunk in stream:
    if chunk.choices:
        print(chunk.choices[0].delta.content or "", end="", flush=True)
print()`,
    },
  ],
  notes: [
    'Errors after a run has begun carry `x-should-retry: false`, so the SDK does not run the tools a second time.',
    'What the SDK sends again after a time-out of its own goes on where it was: no tool runs twice.',
  ],
  calls: likeTheSdk,
};
