import { describe, expect, test } from 'vitest';
import { furtherCommands } from './further-commands.ts';
import { expectUnharmed, freshWorkspace, given, hasWall, scene } from './scene.ts';

describe.runIf(hasWall)('further disguised commands inside the wall', () => {
  test(
    `${furtherCommands.length} of them change nothing outside, read no secret, hurt nobody`,
    { timeout: 900_000 },
    async () => {
      const set = await scene();
      const found: string[] = [];
      for (const [index, commands] of furtherCommands.entries()) {
        freshWorkspace(set);
        const conversation = { ...set.context, conversationId: `further ${index}` };
        const answers: string[] = [];
        for (const command of commands) {
          const answer = await set.run(given(set, command), { timeout: 120 }, conversation);
          answers.push(JSON.stringify(answer));
        }
        await expectUnharmed(commands.join('\n'), set, answers.join('\n')).catch((error: unknown) =>
          found.push(`${(error as Error).message}\n${answers.join('\n')}`),
        );
      }
      expect(found.join('\n\n')).toBe('');
    },
  );
});
