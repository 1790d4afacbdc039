/**
 * A filter of system calls, as the kernel takes it (seccomp(2), classic BPF), for what namespaces do
 * not hold: the kernel's key rings, which are shared by all programs of an account, characters put
 * into somebody's terminal, and calls that ordinary programs do not make and that break out of
 * containers now and then.
 */

/** One instruction of classic BPF. */
interface Instruction {
  code: number;
  jumpTrue: number;
  jumpFalse: number;
  value: number;
}

const load = 0x20;
const jumpIfEqual = 0x15;
const jumpIfAnySet = 0x45;
const jumpIfGreaterOrEqual = 0x35;
const giveBack = 0x06;

const allow = 0x7fff_0000;
const fail = (errno: number): number => 0x0005_0000 | errno;
const notPermitted = fail(1);
const notKnown = fail(38);

/** Offsets in what the kernel shows of a call. */
const at = { number: 0, architecture: 4, argument: (index: number) => 16 + 8 * index };

/** Numbers of the calls; a 64-bit kernel also takes those of its 32-bit programs. */
interface Calls {
  architecture: number;
  /** Refused, whatever their arguments. */
  refused: readonly number[];
  /** Their first argument says which namespaces to make. */
  makeNamespaces: readonly number[];
  /** Said not to be known: it takes its arguments from memory, where no filter sees them. */
  unknown: readonly number[];
  ioctl: number;
}

const newUserNamespace = 0x1000_0000;
/** ioctl(2): puts characters into the input of a terminal, also by way of its selection. */
const intoTerminal = [0x5412, 0x541c];

/* In this order: add_key, request_key, keyctl, bpf, perf_event_open, userfaultfd, kexec_load,
   kexec_file_load, open_by_handle_at, init_module, finit_module, delete_module, setns. */
const architectures: Readonly<Record<string, readonly Calls[]>> = {
  x64: [
    {
      architecture: 0xc000_003e,
      refused: [248, 249, 250, 321, 298, 323, 246, 320, 304, 175, 313, 176, 308],
      makeNamespaces: [56, 272],
      unknown: [435],
      ioctl: 16,
    },
    {
      architecture: 0x4000_0003,
      refused: [286, 287, 288, 357, 336, 374, 283, 342, 128, 350, 129, 346],
      makeNamespaces: [120, 310],
      unknown: [435],
      ioctl: 54,
    },
  ],
  arm64: [
    {
      architecture: 0xc000_00b7,
      refused: [217, 218, 219, 280, 241, 282, 104, 294, 265, 105, 273, 106, 268],
      makeNamespaces: [220, 97],
      unknown: [435],
      ioctl: 29,
    },
    {
      architecture: 0x4000_0028,
      refused: [309, 310, 311, 386, 364, 388, 347, 401, 371, 128, 379, 129, 375],
      makeNamespaces: [120, 337],
      unknown: [435],
      ioctl: 54,
    },
  ],
};

/**
 * The filter for a kind of processor; undefined for one that it is not written for.
 * @param userNamespaces whether programs may make user namespaces, as a browser does for its pages
 */
export function seccompFilter(
  processor: string,
  { userNamespaces }: { userNamespaces: boolean },
): Buffer | undefined {
  const kinds = architectures[processor];
  if (!kinds) return undefined;
  const program: Instruction[] = [step(load, at.architecture)];
  for (const calls of kinds) {
    const part = filterOf(calls, userNamespaces, processor);
    program.push(
      step(jumpIfEqual, calls.architecture, 0, 1),
      step(0x05, 1),
      step(0x05, part.length),
    );
    program.push(...part);
  }
  // Calls of another kind of processor, which this kernel should not know.
  program.push(step(giveBack, notPermitted));
  return encode(program);
}

function filterOf(calls: Calls, userNamespaces: boolean, processor: string): Instruction[] {
  const part: Instruction[] = [step(load, at.number)];
  if (processor === 'x64' && calls.architecture === 0xc000_003e) {
    // The 32-bit calls of 64-bit programs, which nobody makes, have numbers of their own.
    part.push(step(jumpIfGreaterOrEqual, 0x4000_0000, 0, 1), step(giveBack, notKnown));
  }
  for (const call of calls.refused) {
    part.push(step(jumpIfEqual, call, 0, 1), step(giveBack, notPermitted));
  }
  if (!userNamespaces) {
    for (const call of calls.makeNamespaces) {
      part.push(
        step(jumpIfEqual, call, 0, 3),
        step(load, at.argument(0)),
        step(jumpIfAnySet, newUserNamespace, 0, 1),
        step(giveBack, notPermitted),
        step(load, at.number),
      );
    }
    for (const call of calls.unknown) {
      part.push(step(jumpIfEqual, call, 0, 1), step(giveBack, notKnown));
    }
  }
  part.push(
    step(jumpIfEqual, calls.ioctl, 0, 2 + intoTerminal.length * 2 - 1),
    step(load, at.argument(1)),
  );
  for (const request of intoTerminal) {
    part.push(step(jumpIfEqual, request, 0, 1), step(giveBack, notPermitted));
  }
  part.push(step(giveBack, allow));
  return part;
}

function step(code: number, value: number, jumpTrue = 0, jumpFalse = 0): Instruction {
  return { code, jumpTrue, jumpFalse, value };
}

/** Eight bytes an instruction, the least significant first. */
function encode(program: readonly Instruction[]): Buffer {
  const bytes = Buffer.alloc(program.length * 8);
  for (const [index, { code, jumpTrue, jumpFalse, value }] of program.entries()) {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(jumpTrue, index * 8 + 2);
    bytes.writeUInt8(jumpFalse, index * 8 + 3);
    bytes.writeUInt32LE(value >>> 0, index * 8 + 4);
  }
  return bytes;
}
