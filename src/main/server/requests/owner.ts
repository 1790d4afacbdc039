/** Whose all requests are, as long as there is one key. */
export const soleOwner = 'owner';
