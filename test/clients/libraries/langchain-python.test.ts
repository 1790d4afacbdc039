import { weather } from '../../support/clients/libraries/client.ts';
import { pythonDriver } from '../../support/clients/libraries/drivers.ts';
import { playTable } from '../../support/clients/libraries/table.ts';

playTable({
  name: 'langchain-openai (Python)',
  shownAs: /OpenAI|langchain/i,
  apis: ['chat', 'responses'],
  ownTool: weather,
  cannot: {},
  start: pythonDriver('langchain-python.py', ['langchain-openai']),
});
