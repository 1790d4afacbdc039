import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { spawnConfinedServers } from '../../../../src/main/agent/confinement/spawn-confined-server.ts';
import { disguisedCommands } from './disguised-commands.ts';
import { furtherCommands } from './further-commands.ts';
import { expectUnharmed, freshWorkspace, given, hasWall, scene } from './scene.ts';

describe.runIf(hasWall)('an MCP server over pipes that runs the disguised commands', () => {
  test(
    'changes nothing outside, reads no secret, hurts nobody, and leaves nothing alive',
    { timeout: 900_000 },
    async () => {
      const set = await scene();
      freshWorkspace(set);
      const spawnServer = spawnConfinedServers({
        confinement: set.confinement,
        workspace: () => set.workspace,
        servers: () => ({}),
      });
      const { PATH = '/usr/bin:/bin' } = process.env;
      let output = '';
      const serve = async (commands: readonly string[]): Promise<void> => {
        const child = await spawnServer({
          name: 'evil',
          command: 'bash',
          args: ['-s'],
          cwd: set.workspace,
          env: { PATH, HOME: set.home },
        });
        child.stdin!.on('error', () => undefined);
        for (const stream of [child.stdout!, child.stderr!]) {
          stream.setEncoding('utf8').on('data', (text: string) => (output += text));
        }
        const closed = once(child, 'close');
        for (const command of commands) {
          const quoted = given(set, command).replaceAll("'", String.raw`'\''`);
          child.stdin!.write(
            `cd '${set.workspace}' && timeout -k 1 20 setsid bash -c '${quoted}' < /dev/null\n`,
          );
        }
        child.stdin!.end('echo "ran to its end"\n');
        await closed;
      };
      const settle = set.confinement.watch({ workspace: set.workspace, owner: 'mcp:evil' });
      const all = [...disguisedCommands, ...furtherCommands.map((calls) => calls.join('\n'))];
      // What ends processes may end the server.
      const [calm, ending] = [false, true].map((ends) =>
        all.filter((command) => /kill|skill|fuser/.test(command) === ends),
      );
      await serve(calm!);
      expect(output).toContain('ran to its end');
      for (const command of ending!) await serve([command]);
      await settle();
      // What each plants in a workspace is another test's: here all of them work in one.
      await expectUnharmed('an MCP server', set, output, { planted: false });
    },
  );
});
