import { weather } from '../../support/clients/libraries/client.ts';
import { pythonDriver } from '../../support/clients/libraries/drivers.ts';
import { playTable } from '../../support/clients/libraries/table.ts';

playTable({
  name: 'semantic-kernel',
  shownAs: /OpenAI/,
  apis: ['chat', 'responses'],
  ownTool: { ...weather, name: 'WeatherPlugin-get_weather' },
  cannot: {},
  start: pythonDriver('semantic-kernel.py', ['semantic-kernel']),
});
