import { z } from 'zod';

// The content security policy forbids generated code. zod would try as soon as a schema is made, so
// this stands first among the entry's imports.
z.config({ jitless: true });
