import type { PlaceTable } from '../places/place-table.ts';
import type { EnclosedProgram, Enclosure, Program } from './confinement.ts';

/** Whether a wall can be had here: what holds it, or what is missing and how to mend that. */
export type ProbeResult = { holds: true; by: string } | { holds: false; reason: string };

/** What one operating system has to make a wall of. */
export interface ConfinementSystem {
  /** Runs a program inside, and looks whether it is. */
  probe(): Promise<ProbeResult>;
  /** To be called only after a probe that held. */
  enclose(program: Program, enclosure: Enclosure): Promise<EnclosedProgram>;
  /** As {@link Confinement.watch}; after a probe that held. */
  watch(enclosure: Enclosure): () => Promise<string[]>;
  /** As {@link Confinement.places}; after a probe that held. */
  places(enclosure: Pick<Enclosure, 'workspace' | 'owner'>): PlaceTable;
  forget(owner: string): Promise<void>;
  /** Ends what runs for it by itself. */
  close(): Promise<void>;
}
