import type { Row, Statement } from './database/database.ts';
import { conversationTurnsStatement } from './turn-statements.ts';

/** A conversation as its client made it; one that only has turns is told as if it had been made then. */
export interface StoredConversation {
  name: string;
  /** Milliseconds since the epoch. */
  createdAt: number;
  metadata: Record<string, string>;
}

/**
 * What clients say of conversations beside their turns: that they are there, metadata, and items
 * that are to be shown no longer. Rejects with {@link StoreError} as the store does.
 */
export interface StoredConversations {
  /** Makes one without turns, or changes the metadata of one that is there. */
  save(owner: string, conversation: StoredConversation): Promise<void>;
  /** Undefined for a name that is neither made nor used. */
  find(owner: string, name: string): Promise<StoredConversation | undefined>;
  /**
   * Takes a conversation away with what was only added to it. Its responses stay, and what goes on
   * from them.
   */
  delete(owner: string, name: string): Promise<void>;
  /** The ids of its items that were taken out. */
  deletedItems(owner: string, name: string): Promise<ReadonlySet<string>>;
  deleteItem(owner: string, name: string, itemId: string): Promise<void>;
}

/** What turns are called that hold items added by a client and no response. */
export const additionPrefix = 'add_';

/** What the store does for them. */
export interface ConversationParts {
  /** See `Database`. */
  transact: (mode: 'read' | 'write', statements: Statement[]) => Promise<Row[][]>;
  /** Takes turns out of sight, and frees what nobody needs any more. */
  remove: (ids: string[]) => Promise<void>;
  /** How many without a turn are kept at most; the oldest go first. */
  kept: () => number;
}

export function createStoredConversations({
  transact,
  remove,
  kept,
}: ConversationParts): StoredConversations {
  return {
    async save(owner, { name, createdAt, metadata }) {
      await transact('write', [
        {
          sql: `INSERT INTO conversation_objects (owner, name, created_at, metadata)
                VALUES (:owner, :name, :createdAt, :metadata)
                ON CONFLICT (owner, name) DO UPDATE SET metadata = excluded.metadata`,
          args: { owner, name, createdAt, metadata: JSON.stringify(metadata) },
        },
        {
          sql: `DELETE FROM conversation_objects WHERE (owner, name) IN (
                  SELECT owner, name FROM conversation_objects
                  WHERE name NOT IN (SELECT name FROM conversations)
                  ORDER BY created_at DESC LIMIT -1 OFFSET :kept)`,
          args: { kept: kept() },
        },
      ]);
    },
    async find(owner, name) {
      const [made, used] = await transact('read', [
        {
          sql: `SELECT created_at, metadata FROM conversation_objects
                WHERE owner = :owner AND name = :name`,
          args: { owner, name },
        },
        {
          sql: `WITH RECURSIVE chain (turn, parent) AS (
                  SELECT turn, parent FROM turns
                  WHERE turn = (SELECT head FROM conversations WHERE name = :name)
                  UNION ALL
                  SELECT t.turn, t.parent FROM chain JOIN turns t ON t.turn = chain.parent)
                SELECT created_at FROM turns
                WHERE turn = (SELECT turn FROM chain WHERE parent IS NULL)`,
          args: { name },
        },
      ]);
      const row = made?.[0] ?? used?.[0];
      if (!row) return undefined;
      const metadata = JSON.parse(String(row['metadata'] ?? '{}')) as Record<string, string>;
      return { name, createdAt: Number(row['created_at']), metadata };
    },
    async delete(owner, name) {
      const [turns] = await transact('read', [conversationTurnsStatement(name)]);
      const added = turns!
        .map(({ id }) => String(id))
        .filter((id) => id.startsWith(additionPrefix));
      const args = { owner, name };
      await transact('write', [
        { sql: 'DELETE FROM conversations WHERE name = :name', args: { name } },
        { sql: 'DELETE FROM conversation_objects WHERE owner = :owner AND name = :name', args },
        {
          sql: 'DELETE FROM deleted_items WHERE owner = :owner AND conversation = :name',
          args,
        },
      ]);
      // The latest first: a turn is freed when none stands behind it.
      await remove(added.toReversed());
    },
    async deletedItems(owner, name) {
      const [rows] = await transact('read', [
        {
          sql: 'SELECT item FROM deleted_items WHERE owner = :owner AND conversation = :name',
          args: { owner, name },
        },
      ]);
      return new Set(rows!.map(({ item }) => String(item)));
    },
    async deleteItem(owner, name, item) {
      await transact('write', [
        {
          sql: `INSERT OR IGNORE INTO deleted_items (owner, conversation, item)
                VALUES (:owner, :name, :item)`,
          args: { owner, name, item },
        },
      ]);
    },
  };
}
