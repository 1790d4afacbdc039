import { weather } from '../../support/clients/libraries/client.ts';
import { npmDriver } from '../../support/clients/libraries/drivers.ts';
import { playTable } from '../../support/clients/libraries/table.ts';

playTable({
  name: 'openai (Node)',
  shownAs: /OpenAI/,
  apis: ['chat', 'responses'],
  ownTool: weather,
  cannot: {},
  start: npmDriver('openai-node.mjs', ['openai', 'zod']),
});
