import { weather } from '../../support/clients/libraries/client.ts';
import { pythonDriver } from '../../support/clients/libraries/drivers.ts';
import { playTable } from '../../support/clients/libraries/table.ts';

playTable({
  name: 'llama-index (OpenAILike)',
  shownAs: /OpenAI/,
  apis: ['chat', 'responses', 'completions'],
  ownTool: weather,
  cannot: {
    'responses: object, streamed': 'it asks for a call, and reads none of a streamed response',
    'completions: own tool': 'the old form has no tools',
    'completions: both tools': 'the old form has no tools',
    'completions: object': 'the old form has no structured output',
    'completions: second turn': 'the old form has no conversations',
  },
  start: pythonDriver('llama-index.py', ['llama-index-llms-openai-like']),
});
