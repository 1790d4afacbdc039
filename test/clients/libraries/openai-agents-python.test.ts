import { weather } from '../../support/clients/libraries/client.ts';
import { pythonDriver } from '../../support/clients/libraries/drivers.ts';
import { playTable } from '../../support/clients/libraries/table.ts';

playTable({
  name: 'openai-agents (Python)',
  shownAs: /Agents/,
  apis: ['chat', 'responses'],
  ownTool: weather,
  cannot: {},
  start: pythonDriver('openai-agents.py', ['openai-agents']),
});
