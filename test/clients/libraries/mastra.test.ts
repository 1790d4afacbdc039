import { weather } from '../../support/clients/libraries/client.ts';
import { npmDriver } from '../../support/clients/libraries/drivers.ts';
import { playTable } from '../../support/clients/libraries/table.ts';

playTable({
  name: 'mastra',
  shownAs: /./,
  apis: ['chat'],
  ownTool: weather,
  cannot: {},
  start: npmDriver('mastra.mjs', ['@mastra/core', 'zod']),
});
