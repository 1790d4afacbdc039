import { weather } from '../../support/clients/libraries/client.ts';
import { npmDriver } from '../../support/clients/libraries/drivers.ts';
import { playTable } from '../../support/clients/libraries/table.ts';

playTable({
  name: 'AI SDK',
  shownAs: /ai/i,
  apis: ['chat', 'responses'],
  ownTool: weather,
  cannot: { 'is impatient': 'it does not repeat what its own time-out broke off' },
  start: npmDriver('ai-sdk.mjs', ['ai', '@ai-sdk/openai', '@ai-sdk/openai-compatible', 'zod']),
});
