import { weather } from '../../support/clients/libraries/client.ts';
import { npmDriver } from '../../support/clients/libraries/drivers.ts';
import { playTable } from '../../support/clients/libraries/table.ts';

playTable({
  name: 'OpenAI Agents (Node)',
  shownAs: /Agents/,
  apis: ['chat', 'responses'],
  ownTool: weather,
  cannot: {},
  start: npmDriver('openai-agents.mjs', ['@openai/agents', 'openai', 'zod']),
});
