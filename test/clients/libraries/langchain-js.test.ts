import { weather } from '../../support/clients/libraries/client.ts';
import { npmDriver } from '../../support/clients/libraries/drivers.ts';
import { playTable } from '../../support/clients/libraries/table.ts';

playTable({
  name: 'LangChain (Node)',
  shownAs: /langchain/i,
  apis: ['chat', 'responses'],
  ownTool: weather,
  cannot: {},
  start: npmDriver('langchain.mjs', ['@langchain/openai', '@langchain/core', 'zod']),
});
