import ipaddr from 'ipaddr.js';

/**
 * Cloud services that hand out keys to whoever runs on the machine; never reached, whatever the
 * settings. Those in link-local ranges are found by their range.
 */
const metadataAddresses = new Set([
  '168.63.129.16',
  '100.100.100.200',
  '192.0.0.192',
  'fd00:ec2::254',
  'fd20:ce::254',
]);

/** `public`: anywhere on the internet. `private`: this computer or its networks. `forbidden`: never to be reached. */
export type AddressKind = 'public' | 'private' | 'forbidden';

/**
 * What kind of address this is. IPv6 forms that carry an IPv4 address (mapped, NAT64, 6to4) count
 * as what they carry; what cannot be read is forbidden.
 */
export function addressKind(address: string): AddressKind {
  const text = address.replace(/^\[|\]$/g, '');
  if (!ipaddr.isValid(text)) return 'forbidden';
  const parsed = ipaddr.parse(text);
  return parsed.kind() === 'ipv4' ? kindOfIpv4(parsed) : kindOfIpv6(parsed as ipaddr.IPv6);
}

function kindOfIpv4(address: ipaddr.IPv4 | ipaddr.IPv6): AddressKind {
  if (metadataAddresses.has(address.toString())) return 'forbidden';
  return kindOfRange(address.range());
}

function kindOfIpv6(address: ipaddr.IPv6): AddressKind {
  if (metadataAddresses.has(new ipaddr.IPv6(address.parts).toString())) return 'forbidden';
  const [, , third] = address.parts;
  const range: string = address.range();
  switch (range) {
    case 'ipv4Mapped':
      return kindOfIpv4(address.toIPv4Address());
    case 'rfc6052':
      // 64:ff9b:1::/48 is for local use; only the well-known prefix has a fixed place for the address.
      return third === 0 ? kindOfIpv4(embedded(address, 6)) : 'forbidden';
    case '6to4':
      return kindOfIpv4(embedded(address, 1));
    case 'unicast':
      // `::7f00:1`, the long obsolete form of an IPv4 address.
      return address.parts.slice(0, 6).every((part) => part === 0)
        ? kindOfIpv4(embedded(address, 6))
        : 'public';
    default:
      return kindOfRange(range);
  }
}

/** The IPv4 address that starts at one of the eight parts. */
function embedded({ parts }: ipaddr.IPv6, at: number): ipaddr.IPv4 {
  const [high = 0, low = 0] = parts.slice(at);
  return new ipaddr.IPv4([high >> 8, high & 255, low >> 8, low & 255]);
}

function kindOfRange(range: string): AddressKind {
  switch (range) {
    case 'unicast':
      return 'public';
    case 'loopback':
    case 'private':
    case 'uniqueLocal':
    case 'carrierGradeNat':
    case 'unspecified':
      return 'private';
    default:
      // Link-local holds the metadata services; the rest is nobody's web site.
      return 'forbidden';
  }
}
