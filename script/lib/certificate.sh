# shellcheck shell=bash
# A small certificate authority of this machine, and a certificate signed by it. Set before: TLS.

CERTIFICATE_days=397

certificate_hosts() { printf '%s\n' localhost "$(uname -n)" "$(hostname -f 2>/dev/null || uname -n)" | tr '[:upper:]' '[:lower:]' | sort -u; }

# The authority can sign for the names of this machine only: whoever steals its key gains nothing else.
certificate_authority() {
	cat <<-END
		[req]
		distinguished_name = name
		x509_extensions = authority
		prompt = no
		[name]
		CN = Parlance on $(uname -n)
		[authority]
		basicConstraints = critical, CA:TRUE, pathlen:0
		keyUsage = critical, keyCertSign, cRLSign
		subjectKeyIdentifier = hash
		nameConstraints = critical, @permitted
		[permitted]
		permitted;IP.1 = 127.0.0.1/255.255.255.255
		permitted;IP.2 = ::1/ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff
	END
	certificate_hosts | awk '{ print "permitted;DNS." NR " = " $0 }'
}

certificate_server() {
	cat <<-END
		[req]
		distinguished_name = name
		prompt = no
		[name]
		CN = localhost
		[server]
		basicConstraints = critical, CA:FALSE
		keyUsage = critical, digitalSignature
		extendedKeyUsage = serverAuth
		subjectKeyIdentifier = hash
		authorityKeyIdentifier = keyid
		subjectAltName = @names
		[names]
		IP.1 = 127.0.0.1
		IP.2 = ::1
	END
	certificate_hosts | awk '{ print "DNS." NR " = " $0 }'
}

certificate_good() {
	[ -s "$TLS/server.key" ] && [ -s "$TLS/server.crt" ] &&
		[ "$(cat "$TLS/hosts" 2>/dev/null)" = "$(certificate_hosts)" ] &&
		openssl verify -CAfile "$TLS/ca.crt" "$TLS/server.crt" >/dev/null 2>&1 &&
		openssl x509 -in "$TLS/server.crt" -noout -checkend $((30 * 86400)) >/dev/null
}

# certificate_make: both, unless they are there, fit the names of this machine and last another month.
certificate_make() {
	install -d -m 755 "$TLS"
	if certificate_good; then return 0; fi
	if [ "$(cat "$TLS/hosts" 2>/dev/null)" != "$(certificate_hosts)" ] || [ ! -s "$TLS/ca.key" ] ||
		! openssl x509 -in "$TLS/ca.crt" -noout -checkend $((400 * 86400)) >/dev/null 2>&1; then
		certificate_authority >"$TLS/ca.conf"
		(umask 077 && openssl ecparam -name prime256v1 -genkey -noout -out "$TLS/ca.key")
		openssl req -x509 -new -key "$TLS/ca.key" -sha256 -days 3650 -config "$TLS/ca.conf" -out "$TLS/ca.crt"
	fi
	certificate_server >"$TLS/server.conf"
	(umask 077 && openssl ecparam -name prime256v1 -genkey -noout -out "$TLS/server.key")
	openssl req -new -key "$TLS/server.key" -config "$TLS/server.conf" -out "$TLS/server.csr"
	openssl x509 -req -in "$TLS/server.csr" -CA "$TLS/ca.crt" -CAkey "$TLS/ca.key" -sha256 \
		-set_serial "0x$(openssl rand -hex 16 | sed 's/^./4/')" -days $CERTIFICATE_days \
		-extfile "$TLS/server.conf" -extensions server -out "$TLS/server.crt" 2>/dev/null
	certificate_hosts >"$TLS/hosts"
	certificate_good || die "the new certificate in $TLS is not valid" "is the clock of this machine right?"
}

certificate_advice() {
	cat <<-END
		  Browsers warn until they trust the authority of this machine, $TLS/ca.crt :
		    Firefox   Settings, Privacy & Security, View Certificates, Authorities, Import
		    Chromium  Settings, Privacy and security, Security, Manage certificates, Import
		    system    sudo cp $TLS/ca.crt /usr/local/share/ca-certificates/parlance.crt && sudo update-ca-certificates
	END
}
