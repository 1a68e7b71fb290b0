/** Medicines that thin the blood: a fall then is another matter. Names as records and prescriptions write them. */
const NAMES = [
  '华法林', '利伐沙班', '阿哌沙班', '艾多沙班', '依度沙班', '达比加群', '贝曲沙班', '肝素', '那屈肝素', '依诺肝素', '磺达肝癸钠',
  'warfarin', 'rivaroxaban', 'apixaban', 'edoxaban', 'dabigatran', 'heparin', 'enoxaparin', 'fondaparinux',
];

export function isAnticoagulant(medicine: string): boolean {
  const name = medicine.toLowerCase();
  return NAMES.some((known) => name.includes(known));
}
