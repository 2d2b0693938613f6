/// A simulated ORCID, and the object of its ready line. Kill the process in the end.
fn start_orcid(options: &[&str]) -> Result<(std::process::Child, serde_json::Value), Box<dyn std::error::Error>> {
    let mut process = std::process::Command::new("orcid-playground")
        .args(["--ephemeral", "sandbox", "--addr", "127.0.0.1:0", "--ready-json"])
        .args(options)
        .stdout(std::process::Stdio::piped())
        .spawn()?;
    let mut line = String::new();
    let stdout = process.stdout.take().expect("it is piped");
    std::io::BufRead::read_line(&mut std::io::BufReader::new(stdout), &mut line)?;
    Ok((process, serde_json::from_str(&line)?))
}
