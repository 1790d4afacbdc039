import { weather } from '../../support/clients/libraries/client.ts';
import { pythonDriver } from '../../support/clients/libraries/drivers.ts';
import { playTable } from '../../support/clients/libraries/table.ts';

playTable({
  name: 'pydantic-ai',
  shownAs: /pydantic/,
  apis: ['chat', 'responses'],
  ownTool: weather,
  cannot: {},
  start: pythonDriver('pydantic-ai.py', ['pydantic-ai']),
});
