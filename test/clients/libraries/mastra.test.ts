import { weather } from '../../support/clients/libraries/client.ts';
import { npmDriver } from '../../support/clients/libraries/drivers.ts';
import { playTable } from '../../support/clients/libraries/table.ts';

playTable({
  name: 'mastra',
  shownAs: /ai/i,
  apis: ['chat'],
  ownTool: weather,
  cannot: { 'is impatient': 'it has no time-out of its own' },
  start: npmDriver('mastra.mjs', ['@mastra/core', 'zod']),
});
