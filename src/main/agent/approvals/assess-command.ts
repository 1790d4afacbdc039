import path from 'node:path';
import { forEachChild, parse, type SyntaxNode } from 'unbash';
import type { Risk } from '../tool.ts';
import type { Places } from './places.ts';

/** Where a command would run. */
export interface CommandEnvironment extends Places {
  /** Absolute folder the command starts in. */
  cwd: string;
  /** Processes the agent started itself; ending those needs nobody's word. */
  ownPids: ReadonlySet<number>;
  platform: NodeJS.Platform;
}

const names: Record<string, Omit<Risk, 'rule'>> = {
  sudo: { level: 'approval', reason: 'runs a command as administrator' },
  shutdown: { level: 'hardline', reason: 'shuts the machine down' },
  reboot: { level: 'hardline', reason: 'restarts the machine' },
};

/**
 * What is dangerous about a shell command. Nothing: an empty list.
 * The command is parsed and followed, never run and never matched as one string.
 */
export function assessCommand(command: string, _environment: CommandEnvironment): Risk[] {
  const risks: Risk[] = [];
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'Command' && node.name) {
      const name = path.basename(node.name.value);
      const found = names[name];
      const words = node.args.map((word) => ('value' in word ? String(word.value) : ''));
      if (found) risks.push({ ...found, rule: `${name}:${words[0] ?? ''}` });
      if (name === 'rm' && words.some((word) => /^(-\w*[rR]|--recursive)/.test(word))) {
        risks.push({
          level: 'approval',
          reason: 'deletes a folder and all it holds',
          rule: `recursive-delete:${words.at(-1)}`,
        });
      }
    }
    forEachChild(node, visit);
  };
  visit(parse(command));
  return risks;
}
