/** Processor time this process has used, milliseconds: what else runs on the machine does not make it longer, as it does the clock's. */
export const processorMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
