/** The server's limits in the order in which they are shown, with their units. */
export const limits = [
  { field: 'maxConcurrentRuns', label: 'Runs at once', unit: 'runs' },
  { field: 'maxQueuedRuns', label: 'Queue length', unit: 'runs' },
  { field: 'disconnectGraceSeconds', label: 'Disconnect grace', unit: 's' },
  { field: 'keepaliveSeconds', label: 'Keepalive', unit: 's' },
  { field: 'bodyLimitMiB', label: 'Body limit', unit: 'MiB' },
  { field: 'maxMessages', label: 'Message limit', unit: 'messages' },
  { field: 'headerTimeoutSeconds', label: 'Header timeout', unit: 's' },
  { field: 'bodyTimeoutSeconds', label: 'Body timeout', unit: 's' },
  { field: 'maxStoredResponses', label: 'Stored responses', unit: 'kept' },
] as const;
