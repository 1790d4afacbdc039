import { readdirSync, readFileSync } from 'node:fs';
import { isMissing } from '../../../../system/files/paths.ts';

/** `O_CLOEXEC` as Linux shows it in `fdinfo`. */
const closeOnExec = 0o2000000;

/**
 * Descriptors that this process was started with and that every program it starts would get too:
 * whoever started the host left them open. Node's own are closed when a program starts.
 */
export function inheritedDescriptors(): number[] {
  const numbers = readdirSync('/proc/self/fdinfo')
    .map(Number)
    .filter((number) => number > 2);
  return numbers.filter((number) => {
    const flags = /^flags:\s*(\d+)/m.exec(infoOf(number))?.[1];
    return flags !== undefined && (Number.parseInt(flags, 8) & closeOnExec) === 0;
  });
}

/** Empty for the descriptor that the listing itself was read by. */
function infoOf(number: number): string {
  try {
    return readFileSync(`/proc/self/fdinfo/${number}`, 'utf8');
  } catch (error) {
    if (isMissing(error)) return '';
    throw error;
  }
}
